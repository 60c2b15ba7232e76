"""Many sessions at once, doing what users do. Run by hand: python tests/benchmarks/load.py [--sessions 1 20 50] [--seconds 300] [--pause 6]

Each session is a connection of its own that speaks the browser's protocol (so that the load is the server's and not that of fifty browsers): it
opens a page, then answers facts on Advise, chooses laws on Compare and searches on Cases, with a pause between two actions as a reader makes it.
A warm action is one on a page that the session has open. Reported: errors, p50 and p95 of each action, the server's memory at the start and the
end. The last part asks as many actions of one session as a busy hour has, without a pause, and tells what the memory did.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import connect

from advisor.records.store import load_library
from advisor.search.engine import Engine
from tests.pages.browser import started

QUERIES = ("engineer copied drawings before leaving", "art. 10(4) AUCL", "customer list", "PepsiCo", "court:BGH", "reverse engineering NOT patent",
           "a supplier used our recipe for another customer after the contract had ended", "保密措施", "431 F.2d 1012")
LAWS = ("de", "us", "cn", "jp", "fr", "gb-eaw", "kr", "in", "br", "us-ca")
HOUR = 600  # actions: one every six seconds
Times = dict[str, list[float]]


class Session:
    """One user's connection: the widgets of the open page by their key, and what has been chosen."""

    names: dict[str, str] = {}

    def __init__(self, socket: Any, chance: random.Random) -> None:
        self.socket, self.chance = socket, chance
        self.widgets: dict[str, str] = {}
        self.chosen: dict[str, WidgetState] = {}
        self.page, self.query = "", ""

    async def run(self) -> None:
        """One run of the page as it is set; raises RuntimeError when the page shows an exception."""
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = self.page, self.query
        message.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=self.chosen.values()))
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self.socket.recv(), 120))
            if answer.WhichOneof("type") == "delta":
                element = answer.delta.new_element if answer.delta.WhichOneof("type") == "new_element" else answer.delta.add_block
                kind = element.WhichOneof("type")
                if kind == "exception":
                    raise RuntimeError(element.exception.message)
                name = getattr(getattr(element, kind), "id", "") if kind else ""
                if name:
                    self.widgets[name.split("-", 2)[-1]] = name
            elif answer.WhichOneof("type") == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    async def open(self, page: str, query: str = "") -> None:
        """Go to a page."""
        self.page, self.query, self.widgets, self.chosen = page, query, {}, {}
        await self.run()

    def choose(self, key: str, **value: Any) -> None:
        """Set a widget of the open page."""
        self.chosen[key] = WidgetState(id=self.widgets[key], **value)

    async def fact(self) -> None:
        """Answer a fact on Advise, in a group that is opened first."""
        if not any(key.startswith("fact-") for key in self.widgets):
            self.choose(self.chance.choice([key for key in self.widgets if key.startswith("facts-")]), bool_value=True)
            await self.run()
        key = self.chance.choice([key for key in self.widgets if key.startswith("fact-")])
        state = WidgetState(id=self.widgets[key])
        state.string_array_value.data.append(self.chance.choice(["Yes", "No", "Unknown"]))
        self.chosen[key] = state
        await self.run()

    async def compare(self) -> None:
        """Choose three laws on Compare."""
        state = WidgetState(id=self.widgets["compare"])
        state.string_array_value.data.extend(self.names[law] for law in self.chance.sample(LAWS, 3))
        self.chosen["compare"] = state
        await self.run()

    async def search(self) -> None:
        """Search the cases."""
        self.choose("query", string_value=self.chance.choice(QUERIES))
        await self.run()


VISITS: dict[str, Callable[[Session], Any]] = {"": Session.fact, "compare": Session.compare, "cases": Session.search}
LABEL = {"": "Advise, a fact", "compare": "Compare, three laws", "cases": "Cases, a search"}


async def visit(address: str, number: int, until: float, pause: float, times: Times, errors: list[str]) -> None:
    """One session until the time is up: open a page, act on it three times, go to another."""
    chance = random.Random(number)
    try:
        await asyncio.sleep(chance.uniform(0, pause))
        async with connect(f"{address.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=address) as socket:
            session = Session(socket, chance)
            while time.monotonic() < until:
                page = chance.choice(list(VISITS))
                await timed(times, "open a page", session.open(page))
                for _ in range(3):
                    await asyncio.sleep(chance.uniform(pause / 2, 1.5 * pause))
                    await timed(times, LABEL[page], VISITS[page](session))
                await asyncio.sleep(chance.uniform(pause / 2, 1.5 * pause))
    except Exception as error:  # whatever goes wrong is what is counted here
        errors.append(f"{type(error).__name__}: {error}")


async def timed(times: Times, name: str, action: Any) -> None:
    """Do and time."""
    start = time.monotonic()
    await action
    times[name].append(time.monotonic() - start)


def memory(pid: int) -> float:
    """Resident memory of the server in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def load(address: str, pid: int, count: int, seconds: float, pause: float) -> None:
    """A number of sessions for some time."""
    times: Times = defaultdict(list)
    errors: list[str] = []
    before = memory(pid)
    until = time.monotonic() + seconds
    await asyncio.gather(*(visit(address, number, until, pause, times, errors) for number in range(count)))
    done = sum(map(len, times.values()))
    print(f"\n{count} sessions, {seconds:.0f} s, a pause of about {pause:g} s: {done} actions, {len(errors)} errors; "
          f"memory {before:.0f} -> {memory(pid):.0f} MB")
    for line in dict.fromkeys(errors):
        print("  error:", line)
    for name, took in sorted(times.items()):
        took.sort()
        print(f"  {name:<24}{len(took):>6}   p50 {statistics.median(took):6.2f} s   p95 {took[int(.95 * (len(took) - 1))]:6.2f} s")


async def hour(address: str, pid: int, count: int) -> None:
    """The actions of a busy hour in one session, without a pause, and the memory after each sixth of them."""
    async with connect(f"{address.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=address) as socket:
        session = Session(socket, random.Random(0))
        seen = [memory(pid)]
        for number in range(count):
            page = list(VISITS)[number // 20 % len(VISITS)]
            if number % 20 == 0:
                await session.open(page)
            await VISITS[page](session)
            if (number + 1) % max(1, count // 6) == 0:
                seen.append(memory(pid))
    print(f"\nmemory over {count} actions of one session: " + ", ".join(f"{m:.0f}" for m in seen) + " MB")


def main() -> None:
    """Start the app, warm it up, and load it."""
    options = argparse.ArgumentParser()
    options.add_argument("--sessions", type=int, nargs="+", default=[1, 20, 50])
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--pause", type=float, default=6)
    options.add_argument("--hour", type=int, default=HOUR, help="actions of the last part")
    given = options.parse_args()
    library = load_library()
    Session.names = {name: record.name for name, record in library.jurisdictions.items()}
    engine = Engine(library)  # the server finds the index complete
    engine.prepare()
    engine.close()
    with started() as (address, pid):
        for _ in range(2):  # the first pass warms the server up
            asyncio.run(load(address, pid, 1, 20, 1))
        for count in given.sessions:
            asyncio.run(load(address, pid, count, given.seconds, given.pause))
        asyncio.run(hour(address, pid, given.hour))


if __name__ == "__main__":
    main()
