"""The analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Step 1, analysis: cited evidence; datasets, runs and findings are to come."""

    name = "varv.analysis"
    label = "analysis"
