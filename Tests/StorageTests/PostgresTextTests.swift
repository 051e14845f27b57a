import Testing

@testable import Storage

@Suite("Text for PostgreSQL") struct PostgresTextTests {
    @Test("question marks become numbered parameters, except in quoted text")
    func numbered() {
        #expect(PostgresText.numbered("a = ? AND b = '?''?' AND c = ?") == "a = $1 AND b = '?''?' AND c = $2")
    }

    @Test("a column of rows becomes an array whose text cannot end it")
    func array() {
        let rows: [[SQLValue]] = [[.text("a\"b\\c,{}")], [.null], [.text("NULL")], [.integer(-1)], [.real(1e-5)]]
        #expect(PostgresText.array(rows[...], column: 0) == #"{"a\"b\\c,{}",NULL,"NULL",-1,1e-05}"#)
    }

    @Test("a list of C strings keeps empty ones and missing ones apart")
    func cStrings() {
        let read = CStringList(["a", nil, "", "é"]).withPointers { pointers in
            (0..<5).map { index in pointers.flatMap { $0[index] }.map { String(cString: $0) } }
        }
        #expect(read == ["a", nil, "", "é", nil])
    }
}
