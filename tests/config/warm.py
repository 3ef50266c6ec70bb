"""The program kept warm: loaded once, then forked for each command, each a process of its own that can be killed.

A story that starts the program forty times would spend nine tenths of its time on loading it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO


@dataclass(frozen=True, slots=True)
class Started:
    """A command at work: its process, which leads a group of its own, and what it says."""

    pid: int
    said: TextIO

    def kill(self) -> None:
        """SIGKILL, and wait until nothing of it is left."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.said.read()  # ends when the last holder of the pipe is gone
        self.said.close()


class WarmProgram:
    """The program with one environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        here, there = socket.socketpair()
        self._line = here
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.warm", str(there.fileno())], env=environment, pass_fds=[there.fileno()]
        )
        there.close()

    def start(self, *arguments: str) -> Started:
        """The command begins."""
        read, write = os.pipe()
        socket.send_fds(self._line, [json.dumps(["start", *arguments]).encode()], [write])
        os.close(write)
        return Started(self._heard(), os.fdopen(read, encoding="utf-8"))

    def run(self, *arguments: str) -> tuple[int, str]:
        """The command from beginning to end: its status and what it said."""
        started = self.start(*arguments)
        with started.said as said:
            text = said.read()
        return self._asked("wait", started.pid), text

    def end(self) -> None:
        """The program is let go."""
        self._line.close()
        self._process.wait()

    def _asked(self, *words: Any) -> int:
        self._line.sendall(json.dumps(words).encode())
        return self._heard()

    def _heard(self) -> int:
        return int(self._line.recv(64))


@contextlib.contextmanager
def warm_program(environment: dict[str, str]) -> Iterator[WarmProgram]:
    """The program, ready; gone at the end."""
    program = WarmProgram(environment)
    try:
        yield program
    finally:
        program.end()


def serve(line: socket.socket) -> None:
    """Forks a child for each command it is told, until the line is closed. One order at a time."""
    while True:
        told, holders, _flags, _sender = socket.recv_fds(line, 65536, 1)
        if not told:
            return
        verb, *words = json.loads(told)
        if verb == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(words[0], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _become(words, holders[0], line)
            os.close(holders[0])
        line.sendall(str(answer).encode())


def _become(arguments: list[str], said: int, line: socket.socket) -> None:
    from tagih.config import cli

    os.setsid()
    line.close()
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.close(said)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
    status = 70
    try:
        status = cli.run(arguments)
        sys.stdout.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    from tagih.config import cli

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tagih.config.settings")
    cli._start()
    serve(socket.socket(fileno=int(sys.argv[1])))
