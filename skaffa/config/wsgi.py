"""What the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaffa.config.settings")
application = get_wsgi_application()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
"""What the server begins with stays: to look through all of it for garbage again and again stops a page for 100 ms."""
