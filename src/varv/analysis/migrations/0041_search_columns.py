"""Make claims, adopted SWOT and assets searchable, and evidence by its numbers and publisher."""

from django.db import migrations

from varv.registry.search.columns import add_column, drop_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [
        ("analysis", "0040_evidence_claims_swot_and_assets"),
        ("registry", "0005_search_functions"),
    ]

    operations = [
        drop_column("analysis_evidence"),
        add_column(
            "analysis_evidence",
            title="title",
            texts=["summary"],
            names=["author", "publisher"],
            body=["number", "isbn", "doi"],
        ),
        add_column("analysis_claim", title="sentence"),
        add_column("analysis_swotversionitem", title="sentence"),
        add_column(
            "analysis_asset", texts=["description"], names=["name"], body=["place", "source"]
        ),
    ]
