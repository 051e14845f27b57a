import Domain
import Health
import Testing

@testable import BitcoinAnalyzer

@Suite("Units with a database of their own") struct UnitDatabaseTests {
    /// - Parameter environment: of the collection.
    private func unit(_ environment: [String: String]) -> String? {
        var collect = UnitState(ServiceUnits.collect)
        collect.environment = environment
        return [ServiceUnits.api: UnitState(ServiceUnits.api), ServiceUnits.collect: collect]
            .unitWithOwnDatabase { $0["DATABASE_URL"] ?? $0["DATABASE_URL_FILE"] ?? "postgres://of-the-file/d" }
    }

    @Test("are found, unless it is the database of the file")
    func found() {
        #expect(unit([:]) == nil && unit(["LANG": "C"]) == nil)
        #expect(unit(["DATABASE_URL": "sqlite:///x.db"]) == ServiceUnits.collect)
        #expect(unit(["DATABASE_URL_FILE": "/run/credentials/x"]) == ServiceUnits.collect)
        #expect(unit(["DATABASE_URL": "postgres://of-the-file/d"]) == nil)
    }
}
