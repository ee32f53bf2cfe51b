"""What a question asks for: questions of people, as they were typed, each with its kind."""

import pytest

from qa.answering.question_type import NOTES, QuestionType, question_type

QUESTIONS: dict[QuestionType, list[str]] = {
    "whole document": [
        "Summarise this report",
        "Can you please summarize the handbook?",
        "Give me a short summary.",
        "Write a one-page summary of my notes",
        "an overview of these documents, please: give me a brief overview",
        "What is this document about?",
        "what's this about",
        "What are these files about?",
        "What is handbook.pdf about?",
        "What does this report say?",
        "What are the main findings of this report?",
        "What are the key takeaways from the paper?",
        "tl;dr",
        "Explain this document",
    ],
    "every": [
        "List all suppliers",
        "list the chapters of the handbook",
        "Could you list every fault of Turbine 2?",
        "Which documents mention the crane?",
        "Which of my contracts end in 2025?",
        "What files talk about asbestos?",
        "Find all mentions of Nessa Auldby",
        "Show me every invoice from Quoin Rigging",
        "What are all the tariffs?",
        "Who are all the members of the panel?",
        "Compare all contracts",
        "Compare my invoices of 2022 and 2023",
        "Where is the lip seal mentioned?",
        "What is said about noise across all documents?",
        "I need every place where the deadline is named",
    ],
    "count": [
        "How many of my invoices are unpaid?",
        "How many documents mention the crane?",
        "How many contracts do I have?",
        "In how many files does Sandling appear?",
        "How many times does the report mention kelp?",
        "How often is the regulator mentioned?",
        "Count all the incidents",
        "What is the number of documents about noise?",
    ],
    "yes or no": [
        "Is the pier open on Sundays?",
        "Do you share my data with third parties? If yes, with whom?",
        "Does my power go off at slack water?",
        "Can I deactivate my account?",
        "In 1990, did Warsaw have a university?",
        "Was the school officially associated with any denomination?",
        "Will you honor my DNT preference?",
        "were shakespeare's plays popular when he was alive",
        "Could you tell me, is the museum open?",
    ],
    "when": [
        "When was the Palace on the Bank rebuilt?",
        "Since when is the station open?",
        "when does the next episode of code black come on",
        "In what year did Germany invade Poland?",
        "What year was the University of Economics established?",
        "The settlement was founded in what year?",
        "What is the due date of the rent?",
        "Do you know when the gate closes?",
    ],
    "who": ["Who founded the Muslim Brotherhood?", "By whom was it signed?", "Whose signature is needed?", "who won"],
    "where": ["Where was the FLIS formed?", "where did harvey originate", "Please tell me where the keys are"],
    "which": [
        "Which homes can join?",
        "On which vessel will biodiesel be used initially?",
        "In which case was it held?",
    ],
    "how many": [
        "How many metres is the tower?",
        "how many gears does an electric car have",
        "How many times less is the strength of the weak field compared to the strong?",
        "How many people were arrested during the protests?",
        "How much did it cost?",
        "How long do you store my data?",
        "How far in advance do tours have to be booked?",
        "What percentage of electrical power is made by generators?",
        "What is the average temperature in Ecuador?",
        "Over how many species of trees can be found in the Saxon Garden?",
    ],
    "other": [
        "What is a safe room?",
        "Why do you share my data with others?",
        "Is it red or blue?",
        "list and describe three reasons why revolutions broke out in 1830 and 1848",
        "What does the report say about noise?",
        "What is the main cause of failure?",
        "When extensive time is required to sort integers, this represents what case complexity?",
        "Torque for the Turbine 2 blade root bolts",
        "All the forces in what are based on three fundamental interactions?",
        "disney characters for every letter of the alphabet",
        "compare the composition and function of audit committee in nigeria and united states",
        "",
    ],
}


@pytest.mark.parametrize(("question", "asked"), [(q, asked) for asked, listed in QUESTIONS.items() for q in listed])
def test_a_question_is_known_by_its_words(question: str, asked: QuestionType) -> None:
    assert question_type(question) == asked


def test_a_follow_up_asks_what_the_question_before_it_asked() -> None:
    assert question_type("How long is the cable from Turbine 3 to the shore? And from Turbine 2?") == "how many"


def test_public_questions_about_facts_are_hardly_ever_taken_for_questions_about_all_documents(
    public_questions: list[str],
) -> None:
    wide = [question for question in public_questions if question_type(question) in NOTES]
    assert len(wide) <= 0.002 * len(public_questions), wide
