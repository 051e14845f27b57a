import Domain

/// What this host reaches beyond itself, as far as names need it.
package struct NetworkFacts: Hashable, Sendable {
    /// A resolver of resolv.conf(5), and what a query for the root (RFC 1035) brought.
    package struct Resolver: Hashable, Sendable {
        package enum Reply: Hashable, Sendable {
            /// It responded, with this code (RFC 1035, 4.1.1): 0 for an answer.
            case code(Int)
            /// Its host responded that nothing is listening.
            case refused
            /// No route to it.
            case unreachable
            case none
        }

        package let address: String
        package let reply: Reply

        package init(address: String, reply: Reply) {
            self.address = address
            self.reply = reply
        }
    }

    /// Whether there is a default route, for IPv4 or IPv6; `nil` where /proc does not show it.
    package let hasDefaultRoute: Bool?
    package let resolvers: [Resolver]

    package init(hasDefaultRoute: Bool?, resolvers: [Resolver]) {
        self.hasDefaultRoute = hasDefaultRoute
        self.resolvers = resolvers
    }

    /// Nothing outside can be reached: there is no route, or no packet comes back from any resolver.
    package var isUnreachable: Bool { hasDefaultRoute == false || getsNoReply }

    private var getsNoReply: Bool {
        !resolvers.isEmpty && resolvers.allSatisfy { $0.reply == .none || $0.reply == .unreachable }
    }

    /// The end of a sentence that says that no source could be reached; empty where nothing follows.
    var conclusion: Phrase {
        if hasDefaultRoute == false {
            return Phrase("; this host has no default route", fr: "\u{A0}; cette machine n’a pas de route par défaut")
        }
        return getsNoReply
            ? Phrase(
                "; packets leave this host, and none comes back, not even from its DNS resolver",
                fr: "\u{A0}; les paquets quittent cette machine et aucun ne revient, pas même du résolveur DNS")
            : .empty
    }

    var evidence: [Evidence] {
        let route = hasDefaultRoute.map {
            [Evidence(source: "/proc/net/route", line: $0 ? "a default route exists" : "no default route")]
        }
        return (route ?? [])
            + resolvers.map { resolver in
                let reply =
                    switch resolver.reply {
                    case .code(0): "answers"
                    case .code(let code): "responds with code \(code)"
                    case .refused: "nothing is listening on its port 53"
                    case .unreachable: "no route to it"
                    case .none: "no reply within a second"
                    }
                return Evidence(source: "resolver \(resolver.address)", line: reply)
            }
    }

    /// What to do, where the network is the reason; what tells the two apart, where one resolver alone may be broken.
    var command: String? {
        guard isUnreachable else { return nil }
        if hasDefaultRoute == false {
            return "ip -br address; ip route; sudo systemctl restart systemd-networkd networking"
        }
        return "ip route get \(resolvers.first?.address ?? "1.1.1.1"); ip neigh; sudo nft list ruleset"
    }
}
