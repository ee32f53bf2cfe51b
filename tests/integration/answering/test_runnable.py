"""The chain as LangChain's Runnable, and the service's asynchronous twins, give what `ask` gives."""

import asyncio
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda

from qa import Answer, Service, Settings
from qa.errors import InvalidQuestion
from vectorstore import Library
from vectorstore.errors import UnknownDocument

CABLE = "How long is the cable from Turbine 3 to the shore?"


def same(one: Answer, other: Answer) -> bool:
    return one.model_copy(update={"seconds": None}) == other.model_copy(update={"seconds": None})


@pytest.mark.parametrize(
    "given",
    [
        CABLE,
        {"question": CABLE},
        {"question": f"  {CABLE} ", "history": [], "collection": None, "documents": None},
        [HumanMessage(CABLE)],
    ],
)
def test_it_takes_a_text_a_dict_or_messages(service: Service, given: Any) -> None:
    assert same(service.as_runnable().invoke(given), service.ask(CABLE))


def test_messages_before_the_last_are_the_history(service: Service) -> None:
    messages = [HumanMessage(CABLE), AIMessage("1,875 m [1]"), HumanMessage("And from Turbine 2?")]
    history = [{"role": "user", "content": CABLE}, {"role": "assistant", "content": "1,875 m [1]"}]
    assert same(service.as_runnable().invoke(messages), service.ask("And from Turbine 2?", history))


def test_a_dict_confines_the_answer_as_ask_does(service: Service) -> None:
    chain = service.as_runnable()
    answer = chain.invoke({"question": CABLE, "documents": ["faq.md"]})
    assert {passage.document for passage in answer.passages} == {"faq.md"}
    assert not chain.invoke({"question": CABLE, "collection": "nothing"}).passages
    with pytest.raises(UnknownDocument):
        chain.invoke({"question": CABLE, "documents": ["nothing.pdf"]})


@pytest.mark.parametrize(
    "given",
    [
        "",
        " \n",
        {},
        {"question": 3},
        {"question": CABLE, "documants": ["a.md"]},
        {"question": CABLE, "history": [{"role": "nobody", "content": "x"}]},
        [],
        [AIMessage("I answer")],
    ],
)
def test_what_is_no_question_is_refused(service: Service, given: Any) -> None:
    with pytest.raises(InvalidQuestion):
        service.as_runnable().invoke(given)


def test_it_streams_growing_answers_and_batches(service: Service) -> None:
    chain = service.as_runnable()
    grown = list(chain.stream(CABLE))
    assert grown[0].passages and not grown[0].text and same(grown[-1], service.ask(CABLE))
    one, other = chain.batch([CABLE, "Who repainted the zeppelin?"])
    assert same(one, grown[-1]) and other.refused


async def test_it_works_asynchronously(service: Service) -> None:
    chain, expected = service.as_runnable(), service.ask(CABLE)
    assert same(await chain.ainvoke(CABLE), expected)
    grown = [answer async for answer in chain.astream(CABLE)]
    assert len(grown) == 2 and same(grown[-1], expected)
    assert all(same(answer, expected) for answer in await chain.abatch([CABLE, CABLE]))


async def test_its_events_can_be_followed(service: Service) -> None:
    events = [event async for event in service.as_runnable().astream_events(CABLE, version="v2")]
    kinds = [event["event"] for event in events if event["name"] == "Footnote"]
    assert kinds == ["on_chain_start", "on_chain_stream", "on_chain_stream", "on_chain_end"]
    assert same(events[-1]["data"]["output"], service.ask(CABLE))


def test_it_fits_into_another_chain(service: Service) -> None:
    chain = service.as_runnable() | RunnableLambda(lambda answer: answer.citations[0].document)
    assert chain.invoke(CABLE) == "operations-handbook.pdf"


async def test_the_service_answers_asynchronously(service: Service) -> None:
    expected = service.ask(CABLE)
    assert same(await service.aask(CABLE), expected)
    grown = [answer async for answer in service.astream(CABLE)]
    assert grown[0].passages and not grown[0].text and same(grown[-1], expected)
    with pytest.raises(InvalidQuestion):
        await service.aask(" ")


async def test_the_event_loop_goes_on_while_an_answer_is_computed(service: Service) -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counter = asyncio.create_task(count())
    await service.aask(CABLE)
    counter.cancel()
    assert turns > 10  # held up, it would turn once for each growing answer


async def test_a_stream_that_is_left_early_ends(service: Service) -> None:
    answers = service.astream(CABLE)
    assert (await anext(answers)).passages
    await answers.aclose()


def test_a_service_closes_with_its_block_and_opens_again(samples: Library) -> None:
    with Service.open(Settings(store=samples.store)) as service:
        first = service.ask(CABLE)
    assert same(service.ask(CABLE), first)
