"""What a new environment starts with."""

import pytest

from skaffa.processes import queries
from skaffa.processes.models import ProcessTemplate, StageKind, TemplateStage


@pytest.mark.django_db
def test_a_new_environment_has_the_five_usual_stages():
    assert [stage.kind for stage in queries.default_stages()] == list(StageKind)
    assert [str(stage) for stage in queries.default_stages()][:2] == ["Prospect", "Application"]
    assert str(ProcessTemplate.objects.get()) == "Standard"
    assert str(TemplateStage(kind="offer", name="Handshake")) == "Handshake"
