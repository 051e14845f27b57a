import Domain

extension JSONValue {
    /// What a client of this value would miss in another one: a field that is gone, or of another type. `nil` for
    /// nothing; new fields, and null on either side, are no loss.
    func loss(in other: JSONValue, at path: String = "") -> String? {
        switch (self, other) {
        case (.null, _), (_, .null), (.boolean, .boolean), (.number, .number), (.text, .text): return nil
        case (.array(let mine), .array(let others)):
            guard let first = mine.first, let second = others.first else { return nil }
            return first.loss(in: second, at: path + "[]")
        case (.object(let mine), .object(let others)):
            for key in mine.keys.sorted() {
                let place = path.isEmpty ? key : "\(path).\(key)"
                guard let theirs = others[key] else { return "\(place) is missing" }
                if let loss = mine[key]?.loss(in: theirs, at: place) { return loss }
            }
            return nil
        default: return "\(path.isEmpty ? "the response" : path) has another type"
        }
    }

    /// The first value that differs, of those that this one has; `nil` where all are equal.
    func difference(from other: JSONValue, at path: String = "") -> String? {
        switch (self, other) {
        case (.number(let mine), .number(let theirs)):
            return abs(mine - theirs) <= 1e-9 * max(abs(mine), abs(theirs)) ? nil : "\(path): \(mine) became \(theirs)"
        case (.array(let mine), .array(let theirs)):
            guard mine.count == theirs.count else { return "\(path): \(mine.count) entries became \(theirs.count)" }
            for (index, pair) in zip(mine, theirs).enumerated() {
                if let found = pair.0.difference(from: pair.1, at: "\(path)[\(index)]") { return found }
            }
            return nil
        case (.object(let mine), .object(let theirs)):
            for key in mine.keys.sorted() {
                guard let value = mine[key], let other = theirs[key] else { continue }
                if let found = value.difference(from: other, at: path.isEmpty ? key : "\(path).\(key)") { return found }
            }
            return nil
        default: return self == other ? nil : "\(path) changed"
        }
    }
}
