"""How every form looks: label, help, error and field, one under the other, and readable aloud."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders forms by the project's own templates below ``templates/django/forms``."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
