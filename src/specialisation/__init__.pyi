from .economic_complexity import (
    Complexity as Complexity,
    DisconnectedWarning as DisconnectedWarning,
    Reflections as Reflections,
    WeakSignWarning as WeakSignWarning,
    complexity as complexity,
    reflections as reflections,
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
from .variety import (
    diversity as diversity,
    related_variety as related_variety,
    shannon_entropy as shannon_entropy,
    ubiquity as ubiquity,
    unrelated_variety as unrelated_variety,
)
from .change import (
    ShiftShare as ShiftShare,
    entries as entries,
    exits as exits,
    growth as growth,
    shift_share as shift_share,
)
from .participation import Representation as Representation, representation as representation
from .inequality import (
    TheilDecomposition as TheilDecomposition,
    gini as gini,
    hoover_gini as hoover_gini,
    hoover_index as hoover_index,
    theil_decomposition as theil_decomposition,
    theil_l as theil_l,
    theil_t as theil_t,
)
from .opportunity import (
    expy as expy,
    opportunity_gain as opportunity_gain,
    opportunity_index as opportunity_index,
    prody as prody,
)
from .panel import Panel as Panel
from .one_pass import Profile as Profile, profile as profile
from .relatedness import (
    co_occurrence as co_occurrence,
    co_occurrence_zscore as co_occurrence_zscore,
    proximity as proximity,
    proximity_from_counts as proximity_from_counts,
    relatedness_density as relatedness_density,
)
from .diversification import Openings as Openings, openings as openings
from .entry import EntryExplanation as EntryExplanation, EntryModel as EntryModel
from .entry_backtest import Backtest as Backtest, BacktestTable as BacktestTable
from .entry_scores import EntryScore as EntryScore
