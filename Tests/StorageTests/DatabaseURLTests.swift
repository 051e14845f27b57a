import Domain
import Support
import Testing

@testable import Storage

@Suite("DATABASE_URL") struct DatabaseURLTests {
    @Test(
        "addresses are understood, and shown without their password",
        arguments: [
            ("sqlite:///var/lib/data.db", "sqlite:///var/lib/data.db"),
            ("sqlite:////var//lib/data.db", "sqlite:///var/lib/data.db"),
            ("sqlite:///with%20space/100%25.db", "sqlite:///with space/100%.db"),
            ("postgres://bitcoin:hunter2@db.example:6543/prices", "postgres://bitcoin@db.example:6543/prices"),
            (
                "postgresql://bitcoin:hunter2@db.example/prices?sslmode=require",
                "postgres://bitcoin@db.example:5432/prices"
            ),
            ("postgres://b:hunter2@one,two:6543/p?target_session_attrs=any", "postgres://b@one:5432,two:6543/p"),
            ("postgres://b:hunter2@[::1]:6543/p", "postgres://b@::1:6543/p"),
            ("postgres:///p?host=/run/postgresql&password=hunter2", "postgres:///run/postgresql:5432/p"),
            ("postgres://h/p?user=b&password=hunter2&port=7000", "postgres://b@h:7000/p"),
            ("postgres://b:hunter%402%2F@h/p", "postgres://b@h:5432/p"),
        ])
    func understood(text: String, shown: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.description == shown)
        var dumped = ""
        dump(url, to: &dumped)
        #expect(!(String(reflecting: url) + dumped + "\([url])").contains("hunter"))
    }

    @Test(
        "what is wrong is said, with an example, and without repeating what may be a password",
        arguments: [
            ("", "is empty"), ("data.db", "does not begin with"), ("mysql://b:hunter2@h/p", "does not begin with"),
            ("b:hunter2", "does not begin with"),
            ("sqlite://data.db", "absolute"), ("sqlite://", "absolute"), ("sqlite:///", "folder"),
            ("sqlite:///data/", "folder"),
            ("sqlite:///data.db?mode=ro", "parameters"), ("sqlite:///100%.db", "%25"),
            ("sqlite:///a%00b", "hexadecimal"),
            ("postgres://", "no database"), ("postgres://b:hunter2@h", "no database"),
            ("postgres://b:hunter2@h/", "no database"),
            ("postgres://b:hunter2@h:port/p", "port"), ("postgres://b:hunter2@h:70000/p", "port"),
            ("postgres://b:hunter2@h:+1/p", "port"),
            ("postgres://b:hunter@2@h/p", "%40"), ("postgres://b:hunter/2@h/p", "%2F"),
            ("postgres://b:12/hunter@h/p", "%40"),
            ("postgres://b:hunter2%@h/p", "%25"), ("postgres://b:hunter2%ZZ@h/p", "%25"),
            ("postgres://b:12?hunter@h/p", "name=value"),
            ("postgres://b:hunter2@ho st/p", "host name"), ("postgres://b:hunter2@[::1/p", "]"),
            ("postgres://b:hunter2@h/p?hunter=2", "does not know"),
            ("postgres://b@h/p?password=a@hunter", "name=value"),
        ])
    func refused(text: String, reason: String) throws {
        let error = try #require(throws: DatabaseURL.Malformed.self) { try DatabaseURL(text) }
        #expect(error.description.contains(reason))
        #expect(error.description.contains("DATABASE_URL") && error.description.contains("sqlite:///"))
        #expect(!error.description.contains("hunter") && !error.reason.french.contains("hunter"))
        #expect(TextLint.violations(error.reason) == [] && error.reason.french != error.reason.english)
    }

    @Test("a file may have any name")
    func anyFile() {
        #expect(DatabaseURL.sqlite(file: "/a b/100%?.db").file == "/a b/100%?.db")
    }

    @Test("the fingerprint depends on the database, not on the user")
    func fingerprint() throws {
        let one = try DatabaseURL("postgres://a:x@h/p").fingerprint
        #expect(one.count == 16)
        #expect(try DatabaseURL("postgresql://b:y@h:5432/p?sslmode=disable").fingerprint == one)
        #expect(try DatabaseURL("postgres://a:x@h/q").fingerprint != one)
        #expect(try DatabaseURL("sqlite:///a").fingerprint != DatabaseURL("sqlite:///b").fingerprint)
    }
}
