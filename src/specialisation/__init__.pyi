from . import io as io
from .change import (
    ShiftShare as ShiftShare,
    entries as entries,
    exits as exits,
    growth as growth,
    shift_share as shift_share,
)
from .classification import (
    activity_level as activity_level,
    activity_parent as activity_parent,
    activity_versions as activity_versions,
    is_activity as is_activity,
    is_nuts as is_nuts,
    nuts_level as nuts_level,
    nuts_parent as nuts_parent,
)
from .concentration import (
    hachman_index as hachman_index,
    herfindahl as herfindahl,
    krugman_index as krugman_index,
    location_quotient as location_quotient,
    location_quotient_average as location_quotient_average,
    locational_gini as locational_gini,
    presence as presence,
    specialisation_coefficient as specialisation_coefficient,
)
from .conventions import (
    Preset as Preset,
    preset as preset,
)
from .diversification import (
    Openings as Openings,
    openings as openings,
)
from .economic_complexity import (
    Complexity as Complexity,
    DisconnectedWarning as DisconnectedWarning,
    Reflections as Reflections,
    WeakSignWarning as WeakSignWarning,
    complexity as complexity,
    reflections as reflections,
)
from .engines import (
    Engine as Engine,
)
from .entry import (
    EntryModel as EntryModel,
)
from .entry_backtest import (
    Backtest as Backtest,
    BacktestTable as BacktestTable,
)
from .entry_explanation import (
    EntryExplanation as EntryExplanation,
)
from .entry_scores import (
    EntryScore as EntryScore,
)
from .flows import (
    LabourFlows as LabourFlows,
    labour_flows as labour_flows,
)
from .incidence import (
    UnitCoOccurrence as UnitCoOccurrence,
    unit_co_occurrence as unit_co_occurrence,
)
from .inequality import (
    TheilDecomposition as TheilDecomposition,
    gini as gini,
    hoover_gini as hoover_gini,
    hoover_index as hoover_index,
    theil_decomposition as theil_decomposition,
    theil_l as theil_l,
    theil_t as theil_t,
)
from .io import (
    Finding as Finding,
    Limits as Limits,
    Reading as Reading,
    read as read,
    read_eurostat as read_eurostat,
    read_pxweb as read_pxweb,
    write as write,
)
from .microdata_panels import (
    MicrodataPanel as MicrodataPanel,
    microdata_panel as microdata_panel,
)
from .one_pass import (
    Profile as Profile,
    profile as profile,
)
from .opportunity import (
    expy as expy,
    opportunity_gain as opportunity_gain,
    opportunity_index as opportunity_index,
    prody as prody,
)
from .panel import (
    Panel as Panel,
)
from .panels_together import (
    aggregate_activities as aggregate_activities,
    aggregate_regions as aggregate_regions,
    convert as convert,
    correspondence as correspondence,
    join_years as join_years,
)
from .participation import (
    Representation as Representation,
    representation as representation,
)
from .peers import (
    PeerStability as PeerStability,
    StructuralPeers as StructuralPeers,
    peer_stability as peer_stability,
    structural_peers as structural_peers,
)
from .provenance import (
    Manifest as Manifest,
    fingerprint as fingerprint,
    manifest as manifest,
)
from .region_names import (
    counties_in as counties_in,
    region_name as region_name,
    what_it_is as what_it_is,
)
from .relatedness import (
    co_occurrence as co_occurrence,
    co_occurrence_zscore as co_occurrence_zscore,
    proximity as proximity,
    proximity_from_counts as proximity_from_counts,
    relatedness_density as relatedness_density,
)
from .resampling import (
    Bootstrap as Bootstrap,
    RankIntervals as RankIntervals,
    bootstrap as bootstrap,
    rank_intervals as rank_intervals,
)
from .skills import (
    SkillRelatedness as SkillRelatedness,
    skill_relatedness as skill_relatedness,
)
from .uncertainty import (
    ShrunkLocationQuotient as ShrunkLocationQuotient,
    Strengths as Strengths,
    shrunk_location_quotient as shrunk_location_quotient,
    strengths as strengths,
)
from .variety import (
    diversity as diversity,
    related_variety as related_variety,
    shannon_entropy as shannon_entropy,
    ubiquity as ubiquity,
    unrelated_variety as unrelated_variety,
)
