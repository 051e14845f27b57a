import Domain

/// Price alerts, in the table `price_alerts`.
struct AlertStore: AlertLog {
    let engine: any SQLEngine

    private static let names =
        "id, kind, level, percent, hours, quote, note, created, armed, firings, fired, fired_price"

    func add(_ alert: PriceAlert, limit: Int) async throws(ArchiveFailure) -> Bool {
        let values = Self.values(alert)
        return try await engine.write { database throws(ArchiveFailure) in
            // Of two sessions of a server neither sees what the other has not committed.
            if database.dialect == .postgres {
                _ = try database.execute("LOCK TABLE price_alerts IN SHARE ROW EXCLUSIVE MODE")
            }
            return try database.execute(
                """
                INSERT INTO price_alerts (\(Self.names)) SELECT \(Self.columns)
                WHERE (SELECT COUNT(*) FROM price_alerts) < ? ON CONFLICT (id) DO NOTHING
                """, values + [.count(limit)]) == 1
        }
    }

    func alerts() async throws(ArchiveFailure) -> [PriceAlert] {
        try await engine.read { database throws(ArchiveFailure) in
            var alerts: [PriceAlert] = []
            for row in try database.rows("SELECT \(Self.names) FROM price_alerts ORDER BY created, id") {
                // One of a kind that a newer program knows is left to that.
                if let alert = try Self.alert(in: row) { alerts.append(alert) }
            }
            return alerts
        }
    }

    func remove(_ id: String) async throws(ArchiveFailure) -> PriceAlert? {
        let id = SQLValue.cleaned(id)
        return try await engine.write { database throws(ArchiveFailure) in
            let row = try database.rows("SELECT \(Self.names) FROM price_alerts WHERE id = ?", [.text(id)]).first
            guard let row, let alert = try Self.alert(in: row),
                try database.execute("DELETE FROM price_alerts WHERE id = ?", [.text(id)]) == 1
            else { return nil }
            return alert
        }
    }

    func replace(_ alert: PriceAlert, with changed: PriceAlert, sending notice: QueuedNotice?)
        async throws(ArchiveFailure) -> Bool
    {
        let values: [SQLValue] = [
            .time(changed.armed), .count(changed.firings), .time(changed.fired),
            changed.firedPrice.map { .real($0) } ?? .null, .text(alert.id), .count(alert.firings),
            .time(alert.armed ?? Self.never),
        ]
        return try await engine.write { database throws(ArchiveFailure) in
            let isOurs =
                try database.execute(
                    """
                    UPDATE price_alerts SET armed = ?, firings = ?, fired = ?, fired_price = ?
                    WHERE id = ? AND firings = ? AND COALESCE(armed, \(Self.never.milliseconds)) = ?
                    """, values) == 1
            if isOurs, let notice { _ = try NoticeStore.insert(notice, into: database) }
            return isOurs
        }
    }

    /// No time of an alert.
    private static let never = Timestamp(milliseconds: -1)

    /// The parameters with their types, which PostgreSQL does not find in a SELECT by itself.
    private static let columns =
        "CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS DOUBLE PRECISION), CAST(? AS DOUBLE PRECISION), CAST(? AS BIGINT), "
        + "CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), "
        + "CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS DOUBLE PRECISION)"

    private static func values(_ alert: PriceAlert) -> [SQLValue] {
        func real(_ value: Double?) -> SQLValue { value.map { .real($0) } ?? .null }
        return [
            .text(SQLValue.cleaned(alert.id)), .text(alert.condition.kind.rawValue), real(alert.condition.price),
            real(alert.condition.percent), alert.condition.hours.map { .count($0) } ?? .null,
            .text(SQLValue.cleaned(alert.quote.rawValue)), .text(SQLValue.cleaned(alert.note)), .time(alert.created),
            .time(alert.armed), .count(alert.firings), .time(alert.fired),
            real(alert.firedPrice),
        ]
    }

    /// `nil` for one of a kind that a newer program knows.
    /// - Parameter row: with the columns of the table, in its order.
    static func alert(in row: SQLRow) throws(ArchiveFailure) -> PriceAlert? {
        func real(_ column: Int) throws(ArchiveFailure) -> Double? {
            row.values[column] == .null ? nil : try row.real(column)
        }
        let kind = PriceAlertKind(rawValue: try row.text(1))
        guard kind.isKnown else { return nil }
        let hours = row.values[4] == .null ? nil : try row.count(4)
        let condition: PriceAlert.Condition
        do throws(InvalidPriceAlert) {
            condition = try PriceAlert.Condition(kind, price: try? real(2), percent: try? real(3), hours: hours)
        } catch {
            throw .unreadable("a price alert has no valid condition: \(error.reason.english)")
        }
        return PriceAlert(
            id: try row.text(0), condition, quote: Quote(rawValue: try row.text(5)), note: try row.text(6),
            created: try row.time(7), armed: try row.timeIfAny(8), firings: try row.count(9),
            fired: try row.timeIfAny(10), firedPrice: try real(11))
    }
}
