internal import DeployFiles

/// The template files of `Deploy/`, compiled into the program; `@NAME@` is replaced by a value.
enum DeployFile {
    /// - Parameters:
    ///   - path: relative to `Deploy/`: `systemd/bitcoin-analyzer-api.service`.
    ///   - values: the value of each `@NAME@`.
    /// - Throws: ``DeploymentFailure`` for an unknown file or name: a bug, found by tests.
    static func text(_ path: String, _ values: [String: String] = [:]) throws(DeploymentFailure) -> String {
        try filled(template(path), values, path: path)
    }

    /// As it is in the program, with its `@NAME@`.
    static func template(_ path: String) throws(DeploymentFailure) -> String {
        for index in 0..<deployed_file_count() {
            let file = deployed_file(index)
            guard String(cString: file.path) == path else { continue }
            return String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self)
        }
        throw .bug("\(path) is not in this program")
    }

    private static func filled(_ text: String, _ values: [String: String], path: String) throws(DeploymentFailure)
        -> String
    {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "@") {
            let name = rest[rest.index(after: start)...].prefix { ($0.isASCII && $0.isUppercase) || $0 == "_" }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "@" else {
                result += rest[...start]
                rest = rest[rest.index(after: start)...]
                continue
            }
            guard let value = values[String(name)] else {
                throw .bug("\(path): no value for \(name)")
            }
            result += rest[..<start] + value
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return result + rest
    }
}
