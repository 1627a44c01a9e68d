"""Which files of the npm packages are served: the minified ones our pages ask for, with their maps."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("tabler-*", "tabler.css*", "tabler.js*", "*.rtl.*", "*.esm.*", "*.d.ts"),
        *("ext", "htmx.js", "htmx.amd.js", "htmx.cjs.js", "*.gz"),
    ]
