/// A price that a reader wants to hear of. It is sent once, and again only after the price has gone back.
package struct PriceAlert: Hashable, Sendable {
    /// What the price has to do.
    package enum Condition: Hashable, Sendable {
        /// Reaches a price from below.
        case above(Double)
        /// Reaches a price from above.
        case below(Double)
        /// Moves by so many percent, up or down, within so many hours.
        case moved(percent: Double, hours: Int)
    }

    /// ``idLength`` hexadecimal digits.
    package let id: String
    package let condition: Condition
    /// The currency of a price of ``condition``; prices in another one are not compared with it.
    package let quote: Quote
    /// The reader's own words; may be empty.
    package let note: String
    package let created: Timestamp
    /// From when it waits for the price; `nil` after it was sent, until the price has gone back.
    package var armed: Timestamp?
    /// The number of times that it was sent.
    package var firings: Int
    /// The time and the price of the newest one.
    package var fired: Timestamp?
    package var firedPrice: Double?

    package init(
        id: String, _ condition: Condition, quote: Quote = .usd, note: String = "", created: Timestamp,
        armed: Timestamp?, firings: Int = 0, fired: Timestamp? = nil, firedPrice: Double? = nil
    ) {
        (self.id, self.condition, self.quote, self.note) = (id, condition, quote, note)
        (self.created, self.armed) = (created, armed)
        (self.firings, self.fired, self.firedPrice) = (firings, fired, firedPrice)
    }

    /// Alerts that a database keeps at most.
    package static let limit = 50
    package static let idLength = 12

    /// An id that nobody can guess.
    package static func freshID() -> String {
        (0..<idLength / 2).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }
}

/// The kind of a condition, as commands, the API and the database name it.
package struct PriceAlertKind: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let above = PriceAlertKind(rawValue: "above")
    package static let below = PriceAlertKind(rawValue: "below")
    package static let moved = PriceAlertKind(rawValue: "moved")

    package static let known: [PriceAlertKind] = [.above, .below, .moved]
}

extension PriceAlert.Condition {
    /// A price beyond these is a typing mistake.
    package static let prices = 0.000_001...1_000_000_000.0
    package static let percents = 0.1...1000.0
    /// A week at most.
    package static let hours = 1...168
    /// In characters.
    package static let longestNote = 100

    /// - Parameters:
    ///   - price: of `above` and `below` only.
    ///   - percent: with `hours`, of `moved` only.
    /// - Throws: ``InvalidPriceAlert``, which says what is valid.
    package init(_ kind: PriceAlertKind, price: Double?, percent: Double?, hours: Int?) throws(InvalidPriceAlert) {
        switch kind {
        case .above, .below:
            guard percent == nil, hours == nil else { throw .notTogether(kind, wanted: Phrase(verbatim: "price")) }
            guard let price, Self.prices.contains(price) else { throw .price }
            self = kind == .above ? .above(price) : .below(price)
        case .moved:
            guard price == nil else {
                throw .notTogether(kind, wanted: Phrase("percent and hours", fr: "percent et hours"))
            }
            guard let percent, Self.percents.contains(percent) else { throw .percent }
            guard let hours, Self.hours.contains(hours) else { throw .hours }
            self = .moved(percent: percent, hours: hours)
        default:
            throw InvalidPriceAlert(
                Phrase("kind must be above, below or moved", fr: "kind doit valoir above, below ou moved"))
        }
    }

    package var kind: PriceAlertKind {
        switch self {
        case .above: .above
        case .below: .below
        case .moved: .moved
        }
    }

    /// The price of `above` and `below`.
    package var price: Double? {
        switch self {
        case .above(let price), .below(let price): price
        case .moved: nil
        }
    }

    /// Of `moved`.
    package var percent: Double? { if case .moved(let percent, _) = self { percent } else { nil } }
    package var hours: Int? { if case .moved(_, let hours) = self { hours } else { nil } }
}

/// Values that do not make an alert.
package struct InvalidPriceAlert: Error, Hashable, Sendable {
    /// What is valid.
    package let reason: Phrase

    package init(_ reason: Phrase) { self.reason = reason }

    fileprivate static let price = InvalidPriceAlert(
        Phrase(
            "price must be a number greater than 0, at most 1000000000",
            fr: "price doit être un nombre supérieur à 0, de 1000000000 au plus"))
    fileprivate static let percent = InvalidPriceAlert(
        Phrase(
            "percent must be a number between 0.1 and 1000",
            fr: "percent doit être un nombre compris entre 0.1 et 1000"))
    fileprivate static let hours = InvalidPriceAlert(
        Phrase(
            "hours must be a whole number between 1 and 168",
            fr: "hours doit être un nombre entier compris entre 1 et 168"))

    fileprivate static func notTogether(_ kind: PriceAlertKind, wanted: Phrase) -> InvalidPriceAlert {
        InvalidPriceAlert(
            Phrase(
                "an alert of kind \(kind) takes \(wanted.english) only",
                fr: "une alerte \(kind) ne prend que \(wanted.french)"))
    }
}

extension PriceAlert {
    /// The note on one printable line.
    /// - Throws: ``InvalidPriceAlert`` for a longer one.
    package static func note(_ text: String) throws(InvalidPriceAlert) -> String {
        let line = text.condensedLine()
        guard line.unicodeScalars.count <= Condition.longestNote else {
            throw InvalidPriceAlert(
                Phrase(
                    "note must have at most \(Condition.longestNote) characters (got \(line.unicodeScalars.count))",
                    fr:
                        "note ne doit pas dépasser \(Condition.longestNote) caractères (\(line.unicodeScalars.count) reçus)"
                ))
        }
        return line
    }
}

/// Keeps the price alerts.
///
/// Every method throws ``ArchiveFailure``.
package protocol AlertLog: Sendable {
    /// - Returns: whether it was kept: not where there are `limit` already.
    func add(_ alert: PriceAlert, limit: Int) async throws -> Bool
    /// Oldest first.
    func alerts() async throws -> [PriceAlert]
    /// - Returns: the alert that was removed; `nil` where there was none.
    func remove(_ id: String) async throws -> PriceAlert?
    /// Replaces an alert that nobody has changed or removed since it was read, and queues a notice in the same
    /// transaction: of several processes one succeeds.
    /// - Returns: whether it was replaced.
    func replace(_ alert: PriceAlert, with changed: PriceAlert, sending notice: QueuedNotice?) async throws -> Bool
}
