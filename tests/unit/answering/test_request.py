"""What is computed, told from the words of a question."""

import pytest

from qa.answering.computed.request import Request, request_of

REQUESTS = {
    "How many documents mention the crane?": Request("count documents", "the crane", is_literal=True),
    "In how many files does Sandling appear?": Request("count documents", "Sandling", is_literal=True),
    "How many documents are there about noise?": Request("count documents", "noise"),
    "Which of my documents don't mention the crane?": Request(
        "documents", "the crane", is_negated=True, is_literal=True
    ),
    "Could you list all documents that contain the word “quay”, please": Request(
        "documents", "the word “quay”", is_literal=True
    ),
    "What documents do we have about asbestos?": Request("documents", "asbestos"),
    "In which files is Nessa Auldby mentioned?": Request("documents", "Nessa Auldby", is_literal=True),
    "Is asbestos mentioned anywhere in my documents?": Request("mentioned", "asbestos", is_literal=True),
    "Do any of my documents mention asbestos?": Request("mentioned", "asbestos", is_literal=True),
    "Is kelp mentioned in survey.pdf?": Request("mentioned", "kelp", "survey.pdf", is_literal=True),
    "Is there anything about asbestos?": Request("mentioned", "asbestos"),
    "Find all mentions of Nessa Auldby": Request("places", "Nessa Auldby", is_literal=True),
    "I need every place where the deadline is named": Request("places", "the deadline", is_literal=True),
    "Where does kelp appear in survey.pdf?": Request("places", "kelp", "survey.pdf", is_literal=True),
    "Where is the lip seal mentioned?": Request("places", "the lip seal", is_literal=True),
    "How often is the regulator mentioned in the survey?": Request(
        "count places", "the regulator", "the survey", is_literal=True
    ),
    "How many times does the report mention kelp?": Request("count places", "kelp", is_literal=True),
    "List all suppliers": Request("every", "suppliers"),
    "Who are all the members of the panel?": Request("every", "members of the panel"),
    "How many documents do you have?": Request("catalog"),
    "I have a question. Which files are there?": Request("catalog"),
    "List my documents": Request("catalog"),
    "Summarise this report": Request("outline", "this report"),
    "Can you give me a short summary?": Request("outline"),
    "What is handbook.pdf about?": Request("outline", "handbook.pdf"),
    "Tell me what this is about": Request("outline", "this"),
    "What does the survey say?": Request("outline", "the survey"),
    "What are the key takeaways from the paper?": Request("outline", "the paper"),
}
LEFT_TO_PASSAGES = (
    "How many of my invoices are unpaid?",
    "How many unpaid invoices mention a fee?",
    "How many parts does Corvane supply?",
    "Which of my contracts end in 2025?",
    "What does the report say about noise?",
    "Is the fee mentioned?",
    "List the steps of a normal stop",
    "Compare all contracts",
    "When was the pier opened?",
    "How often does flooding occur?",
    "Where do herons appear?",
    "Does the delay show up within minutes?",
    "What does it contain?",
    "What did they say?",
    "",
)


@pytest.mark.parametrize("question", REQUESTS)
def test_a_wish_is_known_by_its_words(question: str) -> None:
    assert request_of(question) == REQUESTS[question]


@pytest.mark.parametrize("question", LEFT_TO_PASSAGES)
def test_what_words_alone_cannot_compute_is_left_to_the_passages(question: str) -> None:
    assert request_of(question) is None


def test_public_questions_about_facts_are_hardly_ever_computed(public_questions: list[str]) -> None:
    # An outline is made only of what a document is called.
    computed = [
        question for question in public_questions if (found := request_of(question)) and found.kind != "outline"
    ]
    assert len(computed) <= 0.001 * len(public_questions), computed
