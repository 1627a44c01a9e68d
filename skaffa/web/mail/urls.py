"""Addresses of e-mails: the library, what all of them look like, the outbox, and writing one."""

from django.urls import path

from skaffa.web.mail import caught, editing, library, outbox, settings, writing

urlpatterns = [
    path("admin-center/e-mail/", library.templates, name="mail_templates"),
    path("admin-center/e-mail/new", editing.new, name="mail_template_new"),
    path("admin-center/e-mail/templates/<int:mail_template_id>", editing.edit, name="mail_template"),
    path("admin-center/e-mail/templates/<int:mail_template_id>/delete", library.delete, name="mail_template_delete"),
    path("admin-center/e-mail/templates/<int:mail_template_id>/restore", library.restore, name="mail_template_restore"),
    path("admin-center/e-mail/types/<str:mail_type>/<str:recipient>", library.builtin, name="mail_builtin"),
    path("admin-center/e-mail/types/<str:mail_type>/<str:recipient>/choose", library.choose, name="mail_choose"),
    path("admin-center/e-mail/types/<str:mail_type>/<str:recipient>/preview", editing.preview, name="mail_preview"),
    path("admin-center/e-mail/settings", settings.page, name="mail_settings"),
    path("admin-center/e-mail/settings/picture", settings.picture, name="mail_picture"),
    path("admin-center/e-mail/settings/test", settings.test, name="mail_test"),
    path("admin-center/e-mail/outbox", outbox.outbox, name="mail_outbox"),
    path("e-mails/<int:email_id>", outbox.email, name="email"),
    path("e-mails/<int:email_id>/send-again", outbox.send_again, name="email_again"),
    path("e-mails/<int:email_id>/arrived", outbox.arrived, name="email_arrived"),
    path("applications/<int:application_id>/e-mail", writing.write, name="application_email"),
    path("applications/<int:application_id>/e-mail/preview", writing.preview, name="application_email_preview"),
    path("demo/e-mail", caught.inbox, name="demo_mail"),
    path("demo/e-mail/<str:caught>", caught.email, name="demo_email"),
]
