import Domain

/// An entry as prose: an HTTP request as a sentence, any other entry as its message.
struct EntrySentence {
    let language: Language
    private var scratch: [UInt8] = []

    init(language: Language) { self.language = language }

    mutating func append(
        _ facts: LineFacts, of line: Line, for context: OutputEscaping.Context, to output: inout OutputBuffer
    ) {
        guard let request = facts.request else {
            for index in facts.message.indices {
                let piece = facts.message[index]
                if index > 0 { output.append(UInt8(ascii: " ")) }
                OutputEscaping.append(piece, of: line, for: context, &scratch, to: &output)
            }
            return
        }
        OutputEscaping.append(request.client, of: line, for: context, &scratch, to: &output)
        output.append(language == .french ? " demande " : " requested ")
        let words = request.line.raw(in: line)
        // Method and path, without the protocol's version.
        let end =
            words.lastIndex(of: UInt8(ascii: " ")).map { words.has(" HTTP/", at: $0) ? $0 : words.count } ?? words.count
        OutputEscaping.append(words.part(0, end), for: context, to: &output)
        output.append(language == .french ? " et reçoit la réponse " : " and got ")
        OutputEscaping.append(request.status, of: line, for: context, &scratch, to: &output)
    }
}
