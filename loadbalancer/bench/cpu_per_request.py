#!/usr/bin/env python3
"""CPU time for each request that is passed on: this load balancer beside HAProxy, and HAProxy beside itself (A/A).

usage: loadbalancer/bench/cpu_per_request.py [--requests 30000] [--connections 32] [--rounds 7] [--warm 6]

Starts a backend (a HAProxy that answers 100 bytes), two equal HAProxies of one thread and `./orrery run loadbalancer`
before it, and sends each the same keep-alive HTTP/1.1 requests with h2load, one after the other in every round. What is
compared is user and system time of the proxy's process, of all its threads, from /proc. Needs haproxy and h2load
(Debian: haproxy, nghttp2-client).
"""
import argparse
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMON = """
global
  nbthread 1
defaults
  mode http
  timeout client 60s
  timeout server 60s
  timeout connect 5s
frontend front
  bind 127.0.0.1:{port}
"""
BACKEND = COMMON + "  http-request return status 200 content-type text/plain string " + "x" * 100 + "\n"
PROXY = COMMON + """  option forwardfor
  default_backend back
backend back
  http-reuse always
  server one 127.0.0.1:{backend}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def haproxy(folder, name, port, text):
    file = folder / (name + ".cfg")
    file.write_text(text)
    process = subprocess.Popen(["haproxy", "-db", "-f", file], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    sys.exit(name + " does not listen")


def orrery(folder, backend):
    command = [ROOT / "orrery", "run", "loadbalancer", "--data", folder, "--port", "http=0", "--port", "grpc=0"]
    route = 'loadbalancer.routes=["/=127.0.0.1:%d"]' % backend
    process = subprocess.Popen([*command, "--set", route], stdout=subprocess.PIPE, text=True)
    ready = process.stdout.readline()
    return process, int(re.search(r"http=127\.0\.0\.1:(\d+)", ready).group(1))


def cpu_seconds(pid):
    """What the scheduler has counted, in nanoseconds a thread."""
    threads = pathlib.Path("/proc/%d/task" % pid)
    return sum(int((threads / t / "schedstat").read_text().split()[0]) for t in os.listdir(threads)) / 1e9


def load(port, requests, connections):
    url = "http://127.0.0.1:%d/" % port
    command = ["h2load", "--h1", "-t1", "-c%d" % connections, "-n%d" % requests, url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if not re.search(r"\b%d succeeded, 0 failed" % requests, told):
        sys.exit("requests failed:\n" + told)


def main():
    options = argparse.ArgumentParser()
    for name, value in {"requests": 30_000, "connections": 32, "rounds": 7, "warm": 6}.items():
        options.add_argument("--" + name, type=int, default=value)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        backend, first, second = free_port(), free_port(), free_port()
        started = [
            haproxy(folder, "backend", backend, BACKEND.format(port=backend)),
            haproxy(folder, "first", first, PROXY.format(port=first, backend=backend)),
            haproxy(folder, "second", second, PROXY.format(port=second, backend=backend)),
        ]
        ours, ours_port = orrery(folder / "data", backend)
        started.append(ours)
        proxies = {"haproxy": (started[1], first), "haproxy again": (started[2], second), "orrery": (ours, ours_port)}
        measured = {name: [] for name in proxies}
        try:
            for round_number in range(1 - given.warm, given.rounds + 1):
                for name, (process, port) in proxies.items():
                    before = cpu_seconds(process.pid)
                    load(port, given.requests, given.connections)
                    micros = (cpu_seconds(process.pid) - before) * 1e6 / given.requests
                    print("%s  %-14s %6.1f us" % ("warm-up" if round_number < 1 else "round %d" % round_number, name, micros))
                    if round_number > 0:
                        measured[name].append(micros)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()
    medians = {name: statistics.median(values) for name, values in measured.items()}
    for name, micros in medians.items():
        print("median   %-14s %6.1f us of CPU a request, %.2f of haproxy's" % (name, micros, micros / medians["haproxy"]))


if __name__ == "__main__":
    main()
