import Domain
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Support
import Synchronization
import Testing

@testable import API

@Suite("The streams of one event loop") struct EventLoopStreamsTests {
    private let loop = EmbeddedEventLoop()
    private let visitor = EventAudience(language: .english, access: .visitor)

    private func open(_ streams: EventLoopStreams, after number: UInt64 = 0) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: loop)
        let removal = Removal()
        let stream = EventStreamHandler(visitor, after: number) { removal.act() }
        removal.act = { [weak stream] in if let stream { streams.remove(stream) } }
        try channel.pipeline.syncOperations.addHandler(stream)
        streams.add(stream)
        return channel
    }

    private final class Removal { var act: () -> Void = {} }

    private func batch(_ number: Int64) throws -> EventBatch {
        var log = EventLog(origin: 1, at: .hour(0))
        _ = log.update(EventSnapshot([]), at: .hour(0))
        let entries = try (1...number).flatMap { hour in
            let candle = ArchivedCandle(
                try .hour(hour), source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(hour + 1))
            let event = RecordedEvent(.candle(.oneHour, CandleResponse(candle)), recorded: .hour(hour + 1))
            return log.update(EventSnapshot([event]), at: .hour(hour))
        }
        return EventBatch(entries.suffix(1))
    }

    private func sent(_ channel: EmbeddedChannel) throws -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .body(.byteBuffer(let buffer)) = part { buffers.append(buffer) }
        }
        return buffers
    }

    @Test("an event is one buffer, which all streams share")
    func shared() throws {
        let streams = EventLoopStreams(loop) {}
        let channels = try (0..<40).map { _ in try open(streams) }
        streams.deliver(try batch(1))
        loop.advanceTime(by: .milliseconds(10))
        let buffers = try channels.map { try sent($0) }
        #expect(buffers.allSatisfy { $0.count == 1 })
        let places = Set(
            buffers.flatMap(\.self).map { $0.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } })
        #expect(places.count == 1)
        for channel in channels { _ = try? channel.finish() }
    }

    @Test("between two groups of streams, the event loop does other work")
    func fairness() throws {
        let streams = EventLoopStreams(loop) {}
        let channels = try (0..<EventLoopStreams.heartbeatInterval * 2).map { _ in try open(streams) }
        streams.deliver(try batch(1))
        #expect(try channels.count { try !sent($0).isEmpty } == 2)
        loop.advanceTime(by: .milliseconds(10))
        #expect(try channels.count { try !sent($0).isEmpty } == channels.count - 2)
        for channel in channels { _ = try? channel.finish() }
    }

    @Test("a stream that was opened after an event does not get it twice, and two events keep their order")
    func order() throws {
        let streams = EventLoopStreams(loop) {}
        let (old, new) = (try open(streams), try open(streams, after: 1))
        streams.deliver(try batch(1))
        streams.deliver(try batch(2))
        loop.advanceTime(by: .milliseconds(10))
        func numbers(_ channel: EmbeddedChannel) throws -> [String] {
            let text = try sent(channel).map { String(buffer: $0) }.joined()
            return EventStreamParser(text).events.compactMap {
                $0.lastEventID.split(separator: "-").last.map(String.init)
            }
        }
        #expect(try numbers(old) == ["1", "2"])
        #expect(try numbers(new) == ["2"])
        for channel in [old, new] { _ = try? channel.finish() }
    }

    @Test("each stream has a heartbeat every fifteen seconds, and nothing is scheduled without streams")
    func heartbeat() throws {
        let streams = EventLoopStreams(loop) {}
        let channels = try (0..<20).map { _ in try open(streams) }
        for _ in 0..<4 {
            loop.advanceTime(by: .seconds(15))
            for channel in channels { #expect(try sent(channel).map { String(buffer: $0) } == [":\n\n"]) }
        }
        for channel in channels { _ = try? channel.finish() }
        // Its heartbeats would keep a loop without streams awake.
        let late = try open(streams)
        loop.advanceTime(by: .seconds(15))
        #expect(try sent(late).count == 1)
        _ = try? late.finish()
    }

    @Test("a stream whose client does not read is closed, and the others go on")
    func unreading() throws {
        let drops = Drops()
        let streams = EventLoopStreams(loop) { drops.count.withLock { $0 += 1 } }
        let (good, slow) = (try open(streams), try open(streams))
        try slow.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
        slow.isWritable = false
        streams.deliver(try batch(1))
        loop.advanceTime(by: .milliseconds(10))
        #expect(!slow.isActive && drops.count.withLock { $0 } == 1)
        #expect(try sent(good).count == 1)
        _ = try? good.finish()
    }

    private final class Drops: Sendable { let count = Mutex(0) }
}
