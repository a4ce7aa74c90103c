from .change import (
    ShiftShare as ShiftShare,
)
from .change import (
    entries as entries,
)
from .change import (
    exits as exits,
)
from .change import (
    growth as growth,
)
from .change import (
    shift_share as shift_share,
)
from .concentration import (
    hachman_index as hachman_index,
)
from .concentration import (
    herfindahl as herfindahl,
)
from .concentration import (
    krugman_index as krugman_index,
)
from .concentration import (
    location_quotient as location_quotient,
)
from .concentration import (
    location_quotient_average as location_quotient_average,
)
from .concentration import (
    locational_gini as locational_gini,
)
from .concentration import (
    presence as presence,
)
from .concentration import (
    specialisation_coefficient as specialisation_coefficient,
)
from .economic_complexity import (
    Complexity as Complexity,
)
from .economic_complexity import (
    DisconnectedWarning as DisconnectedWarning,
)
from .economic_complexity import (
    Reflections as Reflections,
)
from .economic_complexity import (
    WeakSignWarning as WeakSignWarning,
)
from .economic_complexity import (
    complexity as complexity,
)
from .economic_complexity import (
    reflections as reflections,
)
from .inequality import (
    TheilDecomposition as TheilDecomposition,
)
from .inequality import (
    gini as gini,
)
from .inequality import (
    hoover_gini as hoover_gini,
)
from .inequality import (
    hoover_index as hoover_index,
)
from .inequality import (
    theil_decomposition as theil_decomposition,
)
from .inequality import (
    theil_l as theil_l,
)
from .inequality import (
    theil_t as theil_t,
)
from .one_pass import Profile as Profile
from .one_pass import profile as profile
from .opportunity import (
    expy as expy,
)
from .opportunity import (
    opportunity_gain as opportunity_gain,
)
from .opportunity import (
    opportunity_index as opportunity_index,
)
from .opportunity import (
    prody as prody,
)
from .panel import Panel as Panel
from .participation import Representation as Representation
from .participation import representation as representation
from .relatedness import (
    co_occurrence as co_occurrence,
)
from .relatedness import (
    co_occurrence_zscore as co_occurrence_zscore,
)
from .relatedness import (
    proximity as proximity,
)
from .relatedness import (
    proximity_from_counts as proximity_from_counts,
)
from .relatedness import (
    relatedness_density as relatedness_density,
)
from .skills import SkillRelatedness as SkillRelatedness
from .skills import skill_relatedness as skill_relatedness
from .variety import (
    diversity as diversity,
)
from .variety import (
    related_variety as related_variety,
)
from .variety import (
    shannon_entropy as shannon_entropy,
)
from .variety import (
    ubiquity as ubiquity,
)
from .variety import (
    unrelated_variety as unrelated_variety,
)
