import API
import Foundation
import HTTPTypes
import NIOCore
import Testing

/// What a client may hold, and for how long.
@Suite("Limits for connections", .timeLimit(.minutes(10))) struct ConnectionLimitTests {
    private static let request = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("at the limit a new connection replaces the longest idle one")
    func longestIdle() async throws {
        var limits = ServerLimits()
        limits.connections = 8
        try await withAPI(limits: limits) { client in
            var clients: [RawClient] = []
            // With the test's own connection that makes eight.
            for _ in 0..<7 {
                let next = try await RawClient(port: client.port)
                try await next.send(Self.request)
                try await until { next.text.hasSuffix("ok\n") }
                clients.append(next)
            }
            // The oldest was used last, so that the second is the longest idle.
            try await clients[0].send(Self.request)
            let first = clients[0]
            try await until { first.text.components(separatedBy: "ok\n").count == 3 }
            #expect(try await client.get("/livez").status == .ok)
            let newcomer = try await RawClient(port: client.port)
            try await newcomer.send(Self.request)
            try await until { newcomer.text.hasSuffix("ok\n") }
            let second = clients[1]
            try await until { second.isEnded }
            #expect(clients.map(\.isEnded) == [false, true, false, false, false, false, false])
            #expect(client.register.count == 8)
        }
    }

    @Test("one client is limited by itself: its own longest idle connection is closed")
    func ofClient() async throws {
        try await withAPI(limits: .direct { $0.connectionsPerClient = 3 }) { client in
            #expect(try await client.get("/livez").status == .ok)
            var clients: [RawClient] = []
            for _ in 0..<3 {
                let next = try await RawClient(port: client.port)
                try await next.send(Self.request)
                try await until { next.text.hasSuffix("ok\n") }
                clients.append(next)
            }
            let last = clients
            try await until { client.register.count == 3 }
            #expect(last.allSatisfy { !$0.isEnded })
        }
    }

    @Test("a proxy may open more connections than a client")
    func proxy() async throws {
        var limits = ServerLimits()
        limits.connectionsPerClient = 2
        try await withAPI(limits: limits) { client in
            var clients: [RawClient] = []
            for _ in 0..<6 {
                clients.append(try await RawClient(port: client.port))
                try await clients[clients.count - 1].send(Self.request)
            }
            for each in clients { try await until { each.text.hasSuffix("ok\n") } }
            #expect(clients.allSatisfy { !$0.isEnded })
        }
    }

    @Test(
        "a client that does not finish its request loses its connection",
        arguments: [
            "G", "GET /livez HTTP/1.1\r\n", "GET /livez HTTP/1.1\r\nHost: x\r\nX: y",
            "POST /v1/unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab",
            "POST /v1/unknown HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ])
    func unfinished(_ part: String) async throws {
        var limits = ServerLimits()
        limits.headTimeout = .seconds(1)
        limits.transferTimeout = .seconds(1)
        try await withAPI(limits: limits) { client in
            let slow = try await RawClient(port: client.port)
            try await slow.send(part)
            // A byte now and then does not extend the time.
            let drip = Task {
                while !Task.isCancelled {
                    try await slow.send("a")
                    try await ContinuousClock().sleep(for: .milliseconds(100))
                }
            }
            defer { drip.cancel() }
            try await until { slow.isEnded }
        }
    }

    @Test("an idle connection is closed, before and after its first request", arguments: ["", request])
    func idle(_ first: String) async throws {
        var limits = ServerLimits()
        limits.idleTimeout = .seconds(3)
        try await withAPI(limits: limits) { client in
            let idle = try await RawClient(port: client.port)
            if !first.isEmpty { try await idle.send(first) }
            let text = try await idle.end()
            #expect(first.isEmpty ? text.isEmpty : text.hasSuffix("ok\n"))
        }
    }

    @Test(
        "a connection is limited after a repeated request as after others",
        arguments: ["", "GET /v1/pri", "POST /v1/unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"],
        [true, false])
    func repeated(_ part: String, isBehindIt: Bool) async throws {
        var limits = ServerLimits()
        // Each only for what is to pass it.
        if part.isEmpty {
            limits.idleTimeout = .seconds(5)
        } else {
            limits.headTimeout = .seconds(1)
            limits.transferTimeout = .seconds(1)
        }
        try await withAPI(limits: limits) { client in
            let price = "GET /v1/price HTTP/1.1\r\nHost: x\r\n\r\n"
            // Three are answered by the router, the hot path and from what is remembered.
            let silent = try await RawClient(port: client.port)
            for count in 1...3 {
                try await silent.send(count == 3 && isBehindIt ? price + part : price)
                try await until {
                    silent.text.ranges(of: "HTTP/1.1 200 OK").count == count && silent.text.hasSuffix("}")
                }
            }
            #expect(try await client.repetitions == 1)
            if !isBehindIt { try await silent.send(part) }
            try await until { silent.isEnded }
        }
    }

    @Test("a client that does not read its responses loses its connection")
    func unread() async throws {
        var limits = ServerLimits()
        limits.transferTimeout = .seconds(3)
        limits.responseTimeout = .seconds(3)
        try await withAPI(limits: limits) { client in
            _ = try await client.get("/v1/candles?limit=60")
            let register = client.register
            let greedy = try await RawClient(port: client.port, reads: false)
            let requests = String(repeating: "GET /v1/candles?limit=60 HTTP/1.1\r\nHost: x\r\n\r\n", count: 1000)
            try await until { register.count == 2 }
            let channel = greedy.channel
            var sent = 0
            while channel.isActive, channel.isWritable, sent < 2000 {
                channel.writeAndFlush(ByteBuffer(string: requests), promise: nil)
                sent += 1
                try? await channel.eventLoop.submit {}.get()
            }
            try await until { register.count == 1 }
            // Over a connection of its own: under load, the limits of this test may have closed the first one.
            let request = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            #expect(try await RawClient.exchange(request, port: client.port).hasPrefix("HTTP/1.1 200"))
            try? await channel.close()
        }
    }

    @Test("slow, idle, greedy and unreading clients do not keep a good one from its responses")
    func goodClient() async throws {
        let limits = ServerLimits.direct {
            $0.connections = 64
            $0.connectionsPerClient = 32
            $0.requestsPerSecond = 400
        }
        try await withAPI(limits: limits) { client in
            let port = client.port
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        let bad = try? await RawClient(port: port, reads: index % 4 != 3)
                        while !Task.isCancelled, let bad, bad.channel.isActive, !bad.isEnded {
                            switch index % 4 {
                            case 0: try? await bad.send("x")
                            case 1: break
                            default: try? await bad.send(String(repeating: Self.request, count: 20))
                            }
                            try? await ContinuousClock().sleep(for: .milliseconds(20))
                        }
                        try? await bad?.channel.close()
                    }
                }
                // Its address is that of the others, so that it may be told to wait; it is always answered.
                for _ in 0..<50 {
                    // At the limit of connections, one that has sent nothing yet may be the longest idle one.
                    var status = try await client.statusOnOwnConnection("/livez")
                    if status == nil { status = try await client.statusOnOwnConnection("/livez") }
                    #expect(status == 200 || status == 429)
                    try await ContinuousClock().sleep(for: .milliseconds(20))
                }
                group.cancelAll()
            }
        }
    }
}
