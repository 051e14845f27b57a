import Domain
import Testing

@testable import Storage

@Suite("What a PostgreSQL server says, in any language, and of other programs") struct PostgresStatementTests {
    @Test(
        "statements of others are shown without their texts and comments",
        arguments: [
            ("ALTER ROLE app PASSWORD 's3cret'", "ALTER ROLE app PASSWORD '…'"),
            ("INSERT INTO t VALUES (1, 'it''s', E'a\\'b', 2)", "INSERT INTO t VALUES (1, '…', E'…', 2)"),
            ("SELECT $$s3cret$$, $a$x $$ 's3cret$a$, $1", "SELECT '…', '…', $1"),
            (
                "SELECT \"it's\" FROM \"a\"\"b\" -- s3cret\nWHERE x = 's3cret'",
                "SELECT \"it's\" FROM \"a\"\"b\" WHERE x = '…'"
            ),
            ("/* s3cret 'a */ LOCK TABLE runs", " LOCK TABLE runs"),
            // Cut off by the server (track_activity_query_size).
            ("UPDATE users SET token = 's3cr", "UPDATE users SET token = '…'"), ("SELECT $a$s3cr", "SELECT '…'"),
            ("SELECT E'a\\", "SELECT E'…'"), ("SELECT a$b, 1 - 1, 4/2 $", "SELECT a$b, 1 - 1, 4/2 $"), ("", ""),
            ("'", "'…'"),
        ])
    func statements(_ statement: String, _ shown: String) {
        #expect(PostgresStatement.withoutTexts(statement) == shown)
        #expect(!PostgresStatement.withoutTexts(statement).contains("s3cr"))
    }

    private func address() throws -> PostgresAddress? {
        guard case .postgres(let address) = try DatabaseURL("postgres://u@db.example.org:5433/d").place else {
            return nil
        }
        return address
    }

    @Test("a database that accepts no connections, in a language that this program does not know")
    func refusingConnections() throws {
        let failure = PostgresFailure.connecting(
            try #require(try address()),
            message: "FATAL:  55000: la base de données « d » n'accepte plus les connexions", state: "55000")
        #expect(failure.kind == .unreachable && failure.command?.contains("ALLOW_CONNECTIONS true") == true)
    }

    @Test("files that the server misses are damage, and no bug of this program, nor a database to be created")
    func missingFiles() throws {
        let address = try #require(try address())
        for message in [
            #"could not open file "base/16384/2619": No such file or directory"#,
            "n'a pas pu ouvrir le fichier « pg_xact/0000 » : Aucun fichier ou dossier de ce nom",
        ] {
            let failure = PostgresFailure.running(address, message: message, state: "58P01", lost: false)
            #expect(failure.kind == .corrupt, "\(message)")
        }
        let missing = PostgresFailure.connecting(
            address,
            message:
                #"FATAL:  3D000: database "d" does not exist; DETAIL:  The database subdirectory "base/5" is missing."#,
            state: "3D000")
        #expect(missing.kind == .corrupt)
        let other = PostgresFailure.running(
            address, message: #"could not access file "$libdir/x""#, state: "58P01", lost: false)
        #expect(other.kind == .statement)
    }

    @Test("ip(8) is given an address")
    func route() throws {
        #expect(PostgresReach.route(to: "192.0.2.7") == "ip route get 192.0.2.7")
        #expect(PostgresReach.route(to: "2001:db8::1") == "ip route get 2001:db8::1")
        #expect(PostgresReach.route(to: "db1").contains("getent ahosts db1"))
        let command = PostgresFailure.unreachable(try #require(try address()), "timeout expired").command
        #expect(command?.hasPrefix("pg_isready -h db.example.org -p 5433; ip route get $(getent ahosts ") == true)
    }
}
