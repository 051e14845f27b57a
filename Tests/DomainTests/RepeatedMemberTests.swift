import Domain
import Testing

@Suite("A member that is there twice") struct RepeatedMemberTests {
    @Test(
        "is found at any depth, and in any spelling of its name",
        arguments: [
            (#"{"a":1,"a":2}"#, "a"), (#"{"a":1,"\u0061":2}"#, "a"), (#"{"x":{"b":1, "b" :2}}"#, "b"),
            (#"[{"a":1},{"c":1,"d":[{}],"c":2}]"#, "c"), ("{\"a\\\"b\":1,\"a\\\"b\":1}", "a\"b"),
            (#"{"":1,"":2}"#, ""),
        ])
    func repeated(json: String, name: String) {
        #expect(RepeatedMember.first(in: json.utf8) == name)
    }

    @Test(
        "is not one of another object, and not a value",
        arguments: [
            "", "{}", #"{"a":{"a":1}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":"a","b":"a"}"#, #"{"a":"\"a\":"}"#,
            #"["a","a"]"#,
            #"{"a":"#, #"{"a"#, "\"", "}}]", "\"\\",
        ])
    func single(json: String) { #expect(RepeatedMember.first(in: json.utf8) == nil) }

    @Test("an object of many members takes a time that grows with their number", .timeLimit(.minutes(1)))
    func many() {
        let members = (0..<100_000).map { "\"n\($0)\":1" }
        #expect(RepeatedMember.first(in: "{\(members.joined(separator: ","))}".utf8) == nil)
        #expect(RepeatedMember.first(in: "{\(members.joined(separator: ",")),\"n7\":2}".utf8) == "n7")
    }
}
