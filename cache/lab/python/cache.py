#!/usr/bin/python3
"""The cache contract orrery.cache.v1 in Python: a sample of writing a component in another language.

    /usr/bin/python3 cache/lab/python/cache.py --port 9400

Needs grpcio and its tools (Debian: python3-grpcio python3-grpc-tools python3-protobuf). No code is generated: the
contract is compiled to descriptors at start, and messages and methods are made from those. It has no bound on
memory, so it never evicts, and one thread, so every call is atomic."""
import argparse, bisect, math, os, re, signal, sys, tempfile, threading, time, types
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc

HERE = os.path.dirname(os.path.abspath(__file__))
PROTO_ROOT = os.path.join(HERE, "..", "..", "..", "platform", "contracts", "src", "main", "proto")
NAME = os.path.join("orrery", "cache", "v1", "cache.proto")
MAX_KEY, MAX_VALUE, MAX_KEYS, MAX_MEMBERS = 512, 1 << 20, 1_000, 10_000
INT64 = 1 << 63


def load(proto_root):
    """Compiles the contract; returns the service's descriptor and the message classes by name."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "cache.proto"), os.path.join(folder, "descriptors")
        with open(os.path.join(proto_root, NAME), encoding="utf-8") as original:
            # An optional field is a oneof of its own; written so, compilers from before protoc 3.15 take it too.
            text = re.sub(r"optional (\w+) (\w+) = (\d+);", r"oneof _\2 { \1 \2 = \3; }", original.read())
        with open(source, "w", encoding="utf-8") as copy:
            copy.write(text)
        if protoc.main(["protoc", "-I", folder, "--descriptor_set_out", target, source]) != 0:
            sys.exit("cannot compile " + os.path.join(proto_root, NAME))
        with open(target, "rb") as compiled:
            file = descriptor_pb2.FileDescriptorSet.FromString(compiled.read()).file[0]
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    messages = pool.FindFileByName(file.name).message_types_by_name
    classes = {name: make(descriptor) for name, descriptor in messages.items()}
    return pool.FindServiceByName("orrery.cache.v1.Cache"), types.SimpleNamespace(**classes)


def handler(contract, cache):
    """Every method of the contract, by its name, on the cache's method of that name."""
    return grpc.method_handlers_generic_handler(contract.full_name, {
        method.name: grpc.unary_unary_rpc_method_handler(
            getattr(cache, method.name), getattr(cache.pb, method.input_type.name).FromString,
            lambda response: response.SerializeToString()) for method in contract.methods})


def refuse(context, code, reason, message):
    """Ends the call with a status whose google.rpc.ErrorInfo carries a stable reason; the three messages are
    encoded by hand: a field is its number and wire type, its length, its bytes."""
    def field(number, data):
        return bytes([number << 3 | 2]) + bytes([len(data) & 127 | 128, len(data) >> 7]) + data
    info = field(1, reason.encode()) + field(2, b"orrery.dev")
    detail = field(1, b"type.googleapis.com/google.rpc.ErrorInfo") + field(2, info)
    status = bytes([1 << 3, code.value[0]]) + field(2, message.encode()) + field(3, detail)
    context.set_trailing_metadata((("grpc-status-details-bin", status),))
    context.abort(code, message)


class Cache:
    def __init__(self, pb):
        self.pb = pb
        self.entries = {}  # key → [value, deadline]; a value is bytes, or a dict member → score
        self.hits = self.misses = self.expirations = 0

    def entry(self, key, context):
        self.require(1 <= len(key) <= MAX_KEY, context, "a key has 1 to 512 bytes")
        entry = self.entries.get(key)
        if entry and time.monotonic() >= entry[1]:
            del self.entries[key]
            self.expirations += 1
            return None
        return entry

    def require(self, holds, context, message):
        if not holds:
            refuse(context, grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELD", message)

    def typed(self, entry, wanted, context):
        if entry and not isinstance(entry[0], wanted):
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, "WRONG_TYPE", "the key holds the other type")
        return entry[0] if entry else wanted()

    def count(self, hit):
        self.hits, self.misses = self.hits + hit, self.misses + (not hit)
        return hit

    def Get(self, request, context):
        self.require(len(request.keys) <= MAX_KEYS, context, "at most 1,000 keys")
        response = self.pb.GetResponse()
        for entry in [self.entry(key, context) for key in request.keys]:
            found = self.count(entry is not None and isinstance(entry[0], bytes))
            response.values.add(found=found, value=entry[0] if found else b"")
        return response

    def Set(self, request, context):
        self.require(len(request.value) <= MAX_VALUE, context, "a value has at most 1 MiB")
        there = self.entry(request.key, context) is not None
        stored = request.condition == 0 or there == (request.condition == request.CONDITION_IF_PRESENT)
        if stored:
            self.entries[request.key] = [request.value, deadline(request.ttl_millis)]
        return self.pb.SetResponse(stored=stored)

    def Delete(self, request, context):
        self.require(len(request.keys) <= MAX_KEYS, context, "at most 1,000 keys")
        gone = [key for key in request.keys if self.entry(key, context) and self.entries.pop(key)]
        return self.pb.DeleteResponse(deleted=len(gone))

    def Increment(self, request, context):
        entry = self.entry(request.key, context)
        text = self.typed(entry, bytes, context) if entry else b"0"
        number = int(text) if text.removeprefix(b"-").isdigit() else INT64
        if str(number).encode() != text or not -INT64 <= number + request.by < INT64:
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, "NOT_AN_INTEGER", "no int64, or an overflow")
        self.entries[request.key] = [b"%d" % (number + request.by), entry[1] if entry else math.inf]
        return self.pb.IncrementResponse(value=number + request.by)

    def Expire(self, request, context):
        entry = self.entry(request.key, context)
        if entry:
            entry[1] = deadline(request.ttl_millis)
        return self.pb.ExpireResponse(found=entry is not None)

    def SortedListAdd(self, request, context):
        self.require(len(request.members) <= MAX_MEMBERS, context, "at most 10,000 members")
        for m in request.members:
            self.require(len(m.member) <= MAX_VALUE and not math.isnan(m.score), context, "a bad member or score")
        entry = self.entry(request.key, context)
        scores = self.typed(entry, dict, context)
        needs_key = request.precondition == request.PRECONDITION_KEY_EXISTS
        needs_member = request.precondition == request.PRECONDITION_MEMBER_EXISTS
        if needs_key and not entry or needs_member and request.required_member not in scores:
            return self.pb.SortedListAddResponse(applied=False, length=len(scores))
        for member in request.remove_members:
            scores.pop(member, None)
        before = len(scores)
        scores.update((m.member, m.score) for m in request.members)
        added = len(scores) - before
        if 0 < request.max_length < len(scores):
            for _, member in ordered(scores)[:len(scores) - request.max_length]:
                del scores[member]
        ends = deadline(request.ttl_millis) if request.ttl_millis or not entry else entry[1]
        self.keep(request.key, scores, ends)
        return self.pb.SortedListAddResponse(applied=True, added=added, length=len(scores))

    def SortedListRange(self, request, context):
        self.require(request.limit <= MAX_MEMBERS, context, "a limit is at most 10,000")
        entry = self.entry(request.key, context)
        order = ordered(self.typed(entry, dict, context))
        low = bisect.bisect_left(order, (request.min_score, b"")) if request.HasField("min_score") else 0
        high = bisect.bisect_right(order, request.max_score, key=lambda m: m[0]) \
            if request.HasField("max_score") else len(order)
        wanted = order[low:high][::-1] if request.descending else order[low:high]
        wanted = wanted[request.offset:request.offset + (request.limit or MAX_MEMBERS)]
        return self.pb.SortedListRangeResponse(found=self.count(entry is not None), length=len(order), members=[
            self.pb.Member(member=member, score=score) for score, member in wanted])

    def SortedListRemove(self, request, context):
        entry = self.entry(request.key, context)
        scores = self.typed(entry, dict, context)
        removed = [scores.pop(member) for member in request.members if member in scores]
        if entry:
            self.keep(request.key, scores, entry[1])
        return self.pb.SortedListRemoveResponse(removed=len(removed))

    def keep(self, key, scores, ends):
        self.entries[key] = [scores, ends]
        if not scores:
            del self.entries[key]

    def Stats(self, request, context):
        return self.pb.StatsResponse(keys=len(self.entries), hits=self.hits, misses=self.misses,
                                     expirations=self.expirations, eviction_policy="none")


def ordered(scores):
    return sorted((score, member) for member, score in scores.items())


def deadline(ttl_millis):
    return time.monotonic() + ttl_millis / 1000 if ttl_millis else math.inf


def main():
    parser = argparse.ArgumentParser(description="A cache in Python, speaking orrery.cache.v1.")
    parser.add_argument("--port", type=int, default=9400, help="0 takes a free one")
    parser.add_argument("--proto", default=PROTO_ROOT, help="folder that holds " + NAME)
    options = parser.parse_args()
    contract, messages = load(options.proto)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1), options=[
        ("grpc.max_receive_message_length", 5 << 20), ("grpc.so_reuseport", 0),
        ("grpc.http2.min_ping_interval_without_data_ms", 5_000), ("grpc.keepalive_permit_without_calls", 1)])
    server.add_generic_rpc_handlers((handler(contract, Cache(messages)),))
    port = server.add_insecure_port("127.0.0.1:%d" % options.port)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    signal.signal(signal.SIGINT, lambda *_: stopped.set())
    server.start()
    print("ready grpc=127.0.0.1:%d" % port, flush=True)
    stopped.wait()
    server.stop(grace=2).wait()


if __name__ == "__main__":
    main()
