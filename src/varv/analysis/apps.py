"""The analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Step 1, analysis: cited evidence, runs and findings."""

    name = "varv.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Register what analysis adds to the extension points."""
        from varv.analysis import registrations  # models are ready only now

        registrations.register()
