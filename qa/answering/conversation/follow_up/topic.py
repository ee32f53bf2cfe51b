"""A question that lacks nothing by its grammar and yet may lean on the talk: "when did the rules come out?"."""

from qa.answering.conversation.follow_up.antecedents import Before
from qa.answering.conversation.follow_up.readings import without_connective
from qa.answering.conversation.follow_up.tokens import tokens

MOST = 3  # topics of a question
MOST_WORDS = 5  # content words of a question that may lean on one; with more it says what it is about
# What these introduce is new, and does not lean on what was said: "Is there a gym?", "Can I bring any guests?".
_NEW = frozenset("a an any there i my we our".split())


def with_topic(question: str, said: Before) -> tuple[str, ...]:
    """The question said to be about what the question before names; none for a question of something new or named."""
    own = without_connective(question)
    content = [token for token in tokens(own) if token.is_content]
    is_new = any(token.word in _NEW for token in tokens(own)) or any(
        token.is_capital for token in content if token.start
    )
    if len(content) > MOST_WORDS or is_new:
        return ()
    named = sorted(
        (phrase for phrase in said.phrases if not phrase.is_asked_for), key=lambda phrase: not phrase.is_name
    )
    topics = [phrase.text for phrase in named] or ([said.short] if said.short else [])
    return tuple(f"About {topic}: {own[:1].lower()}{own[1:]}" for topic in topics[:MOST])
