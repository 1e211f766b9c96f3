"""The people of the six localities of Oxfordshire CCG, as its roster names them."""

from mailvote.demo.script import Manager

ORGANISATION = "occg"
POPULATION = 720_029
"""The population of the county as it is printed, which is not the sum of the localities (R5)."""

MANAGER = Manager(name="Robin Ashdown", address="manager@occg.example")

TOLLIVER, CONWAY = "m.tolliver@north-east-oxfordshire.example", "p.conway@north-east-oxfordshire.example"
ELLERY, RAO = "g.ellery@north-oxfordshire.example", "s.rao@north-oxfordshire.example"
BRANDT, PRICE = "h.brandt@oxford-city.example", "o.price@oxford-city.example"
MAITLAND, HASSAN = "f.maitland@south-east-oxfordshire.example", "l.hassan@south-east-oxfordshire.example"
CHAUDHRY, VALE = "n.chaudhry@south-west-oxfordshire.example", "s.vale@south-west-oxfordshire.example"
THORNE = "a.thorne@west-oxfordshire.example"
"""The clinical director of each locality and, except in the west, a deputy."""

CO_ORDINATOR = "co-ordinator@north-oxfordshire.example"
