"""The people of the South East Oxfordshire Locality Group, as its roster names them."""

from mailvote.demo.script import Manager

ORGANISATION = "selg"
BALLOT, SECOND_BALLOT = "SELG-2026-01", "SELG-2026-02"
"""The references that the ballots of a story get."""

MANAGER = Manager(name="Morgan Reed", address="manager@selg.example")

ASHWORTH, PELL = "dr.a.ashworth@hart-surgery.example", "dr.t.pell@hart-surgery.example"
HOLLOWAY, NAIR = "dr.b.holloway@chalgrove-watlington.example", "dr.p.nair@chalgrove-watlington.example"
IMRIE, WARING = "dr.c.imrie@morland-house.example", "dr.l.waring@morland-house.example"
QUAYE, ENNIS = "dr.d.quaye@nettlebed-surgery.example", "dr.r.ennis@nettlebed-surgery.example"
FRITH, HADDAD = "dr.e.frith@sonning-common.example", "dr.o.haddad@sonning-common.example"
SIDDIQUI, MERTON = "dr.f.siddiqui@bell-surgery.example", "dr.h.merton@bell-surgery.example"
OKAFOR, BRANDT = "dr.g.okafor@millstream-surgery.example", "dr.n.brandt@millstream-surgery.example"
VOSS, MALLORY = "dr.h.voss@goring-woodcote.example", "dr.i.mallory@goring-woodcote.example"
YUSUF, GREAVES = "dr.i.yusuf@rycote-practice.example", "dr.s.greaves@rycote-practice.example"
LANE, STROUD = "dr.j.lane@wallingford-medical.example", "dr.p.stroud@wallingford-medical.example"
"""Lead and deputy of each practice, in the order of the roster."""

RENSHAW = "paul.renshaw@rycote-practice.example"
