"""What the map of solutions is asked: a sector and an area. Companies are never counted or filtered by seat."""

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.map_filter import MapFilter


class SolutionMapFilter(MapFilter):
    list_filters = {TerritoryKind.DEPARTMENT: "fournie"}
