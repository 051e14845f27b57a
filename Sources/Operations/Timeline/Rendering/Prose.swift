import Domain

/// An entry in words: a request as a sentence, anything else as what its line says.
struct Prose {
    let language: Language
    private var scratch: [UInt8] = []

    init(language: Language) { self.language = language }

    mutating func append(_ facts: LineFacts, of line: Line, for surroundings: SafeText.Surroundings, to output: inout OutputBuffer) {
        guard let request = facts.request else {
            for (index, piece) in facts.message.enumerated() {
                if index > 0 { output.append(UInt8(ascii: " ")) }
                SafeText.append(piece, of: line, for: surroundings, &scratch, to: &output)
            }
            return
        }
        SafeText.append(request.client, of: line, for: surroundings, &scratch, to: &output)
        output.append(language == .french ? " demande " : " asked for ")
        let words = request.line.raw(in: line)
        // Method and path; the protocol's version adds nothing to a story.
        let end = words.lastIndex(of: UInt8(ascii: " ")).map { words.has(" HTTP/", at: $0) ? $0 : words.count } ?? words.count
        SafeText.append(words.part(0, end), for: surroundings, to: &output)
        output.append(language == .french ? " et reçoit la réponse " : " and was answered ")
        SafeText.append(request.status, of: line, for: surroundings, &scratch, to: &output)
    }
}
