"""The stories of the demo by the kind of ballot that each of them plays."""

from collections.abc import Mapping

from mailvote.demo.script import Script
from mailvote.demo.scripts import (
    admission,
    advisory_poll,
    censure,
    county_decision,
    decision,
    election,
    elr_locality_lead,
    meeting_vote,
    run_off,
)

SCRIPTS: Mapping[str, Script] = {
    "election": election.SCRIPT,
    "run-off": run_off.SCRIPT,
    "decision": decision.SCRIPT,
    "meeting-vote": meeting_vote.SCRIPT,
    "censure": censure.SCRIPT,
    "admission": admission.SCRIPT,
    "county-decision": county_decision.SCRIPT,
    "advisory-poll": advisory_poll.SCRIPT,
    "elr-locality-lead": elr_locality_lead.SCRIPT,
}
"""In the order in which a person is offered them."""
