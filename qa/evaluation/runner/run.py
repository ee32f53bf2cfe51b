"""A run: the results of all cases, and the conditions under which they were asked."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.stages import Stage
from qa.evaluation.runner.summary import (
    MetricSummary,
    RefusalSummary,
    StageTime,
    metric_summaries,
    refusal_summary,
    stage_times,
)
from qa.evaluation.runner.tags import TagSummary, tag_summaries
from qa.evaluation.runner.verdicts import VerdictSummary, verdict_summaries
from qa.types import Value


class Run(Value):
    """The results of all cases, and under which conditions they were asked."""

    made_with: dict[str, str]
    results: tuple[CaseResult, ...]

    @property
    def summaries(self) -> dict[str, MetricSummary]:
        """Each metric's mean with its 95 % interval, over the cases that it applies to."""
        return metric_summaries(self.results)

    @property
    def verdicts(self) -> dict[str, VerdictSummary]:
        """How often each verdict was given, and how often it was wrong."""
        return verdict_summaries(self.results)

    @property
    def tags(self) -> dict[str, TagSummary]:
        """Metrics and verdicts of the cases of each tag."""
        return tag_summaries(self.results)

    @property
    def refusal(self) -> RefusalSummary:
        """Risk against coverage, and calibration where there are confidences."""
        return refusal_summary(self.results)

    @property
    def times(self) -> dict[str, StageTime]:
        """Seconds of each stage."""
        return stage_times(self.results)

    @property
    def stages(self) -> dict[str, int]:
        """The number of cases lost at each stage, in the order of the stages."""
        counts = Counter(result.lost for result in self.results)
        return {stage.value: counts[stage.value] for stage in Stage if counts[stage.value]}

    @property
    def errors(self) -> dict[str, str]:
        """Why cases could not be measured, by id."""
        return {result.id: result.error for result in self.results if result.error}

    def to_json(self, differences: Sequence[Value] = ()) -> str:
        """The run with its summaries, and the result of a comparison; `Run.read` reads it back."""
        content = {
            "made_with": self.made_with,
            "figures": {name: summary.model_dump(mode="json") for name, summary in self.summaries.items()},
            "verdicts": {name: summary.model_dump(mode="json") for name, summary in self.verdicts.items()},
            "tags": {name: summary.model_dump(mode="json") for name, summary in self.tags.items()},
            "refusal": self.refusal.model_dump(mode="json"),
            "stages": self.stages,
            "times": {name: seconds.model_dump(mode="json") for name, seconds in self.times.items()},
            "differences": [difference.model_dump(mode="json") for difference in differences],
            "cases": [result.model_dump(mode="json") for result in self.results],
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, path: str | Path) -> "Run":
        """A run that was written as JSON; raises InvalidCases where the file contains none."""
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
            return cls.model_validate({"made_with": content["made_with"], "results": content["cases"]})
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidCases(f"{path}: cannot be read: {error}") from error
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise InvalidCases(f"{path}: not a run of this version (footnote evaluate PAIRS --json)") from error
