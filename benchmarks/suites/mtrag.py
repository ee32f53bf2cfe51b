"""MTRAG-UN: the last turn of conversations over documents; many questions make sense only after the turns before.

All 1,152 passages are documents of one library, the four collections together. The evidence of a task is the passages
its annotators used, each as a whole. Retrieval is measured on the tasks with relevance judgements, three ways of
phrasing the query, by our search and by BM25 alone. Answers and refusals are measured on all tasks, with the
conversation as history.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from benchmarks.lib.cached_library import add, open_service
from benchmarks.lib.data import DATA, json_lines
from benchmarks.lib.progress import evaluated, say
from benchmarks.lib.rankings import Ranking, ours, rankings
from benchmarks.lib.summary import Group, Summary, group_of_columns, group_of_results, summary_of_run
from qa.answering.conversation.condense import condense
from qa.answering.question import Question
from qa.evaluation import Case
from qa.evaluation.metrics.ranking import ndcg, recall
from vectorstore import Library

FOLDER = DATA / "mtrag"
QRELS = tuple(FOLDER / f"qrels_{name}.tsv" for name in ("clapnq", "cloud", "fiqa", "govt"))
FILES = (FOLDER / "passages.jsonl", FOLDER / "reference.jsonl", *QRELS)
ROLES = {"user": "user", "agent": "assistant"}
KINDS = ("answerable", "partial", "unanswerable", "underspecified")

QueryOf = Callable[[Library, Case], str]
"""The search query of a task over a library."""

QUERIES: dict[str, QueryOf] = {
    "last turn alone": lambda library, case: case.question,
    "with what it leans on (ours)": lambda library, case: condense(
        library, Question(text=case.question, history=case.history)
    ),
    "all user turns joined": lambda library, case: " ".join(
        [*(turn.content for turn in case.history if turn.role == "user"), case.question]
    ),
}


def tasks() -> list[Any]:
    """The tasks as they are in the set."""
    return json_lines(FOLDER / "reference.jsonl")


def kind(task: Any) -> str:
    """Whether a task can be answered, according to its annotators."""
    return str(task["answerability"][0]).lower()


@cache
def names() -> dict[str, str]:
    """The document of each passage; passages with the same text are one document."""
    first: dict[str, str] = {}
    passages = json_lines(FOLDER / "passages.jsonl")
    return {p["document_id"]: first.setdefault(text(p), f"{p['document_id']}.md") for p in passages}


def text(passage: Any) -> str:
    """A passage under its title, as a document."""
    return f"# {passage['title']}\n\n{passage['text']}" if passage["title"] else str(passage["text"])


def documents() -> Iterator[tuple[str, str]]:
    """The name and text of each document."""
    for passage in json_lines(FOLDER / "passages.jsonl"):
        name = f"{passage['document_id']}.md"
        if names()[passage["document_id"]] == name:
            yield name, text(passage)


def cases() -> list[Case]:
    """The tasks as cases; a task without an answer should be refused, and so should an underspecified one."""
    return [
        Case.model_validate(
            {
                "id": task["task_id"],
                "question": task["input"][-1]["text"],
                "history": [{"role": ROLES[turn["speaker"]], "content": turn["text"]} for turn in task["input"][:-1]],
                "answers": [target["text"] for target in task["targets"]] if _has_answer(task) else [],
                "evidence": [{"document": name} for name in _contexts(task)] if _has_answer(task) else [],
                "answerable": _has_answer(task),
                "cluster": task["conversation_id"],
            }
        )
        for task in tasks()
    ]


def judgements() -> dict[str, frozenset[str]]:
    """The documents judged relevant to each judged task."""
    found: dict[str, set[str]] = {}
    for path in QRELS:
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if int(row["score"]) > 0:
                    found.setdefault(row["query-id"], set()).add(names()[row["corpus-id"]])
    return {task: frozenset(documents) for task, documents in found.items()}


def retrieval(library: Library, judged: Mapping[str, frozenset[str]], query_of: QueryOf, ranking: Ranking) -> Group:
    """How well the judged documents are ranked, a document by its best passage."""
    by_id = {case.id: case for case in cases()}
    columns: dict[str, list[float]] = {"recall@5": [], "nDCG@5": [], "nDCG@10": []}
    for task, relevant in judged.items():
        ranked = list(dict.fromkeys(name for name, _ in ranking(query_of(library, by_id[task]))))
        grades = dict.fromkeys(relevant, 1)
        columns["recall@5"].append(recall(ranked, [{name} for name in sorted(relevant)], 5))
        columns["nDCG@5"].append(ndcg(ranked, grades, 5))
        columns["nDCG@10"].append(ndcg(ranked, grades, 10))
    return group_of_columns(columns, list(judged))


def measure() -> Summary:
    """Retrieval by query and ranking, then answers by kind of task."""
    service = open_service("mtrag", FILES, lambda library, on_progress: add(library, documents(), on_progress))
    ways = {"ours": ours(service.library), "BM25 alone": rankings(service.library)["BM25 alone"]}
    groups, judged = {}, judgements()
    for ranked_by, ranking in ways.items():
        for name, query_of in QUERIES.items():
            say(f"mtrag: {len(judged)} judged tasks, {name}, {ranked_by}")
            groups[f"{name}: {ranked_by}"] = retrieval(service.library, judged, query_of, ranking)
    run = evaluated("mtrag", service, cases())
    kinds = {task["task_id"]: kind(task) for task in tasks()}
    clear = [result for result in run.results if kinds[result.id] != "underspecified"]
    groups["all but underspecified"] = group_of_results(clear)
    groups |= {name: group_of_results([o for o in run.results if kinds[o.id] == name]) for name in KINDS}
    return summary_of_run(run, groups)


def _has_answer(task: Any) -> bool:
    return kind(task) in ("answerable", "partial")


def _contexts(task: Any) -> list[str]:
    return list(dict.fromkeys(names()[context["document_id"]] for context in task["contexts"]))
