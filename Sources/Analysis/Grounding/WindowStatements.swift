/// Statements that compare the change of the day with that of the week.
extension Clause {
    /// "The weekly fall, at 11.3%, is twice as large as the daily one", "more than half of the week's gain came in the
    /// last 24 hours"
    mutating func windows() -> Reading {
        guard Self.areWindows(tokens) else { return .other }
        guard let day = facts.change24h, let week = facts.change7d, min(abs(day), abs(week)) >= 0.0005 else {
            return .fault("that change is not known")
        }
        let degrees = takeDegrees()
        let times = tokens.indices.filter { tokens[$0].isTime }
        guard let compared = tokens.firstIndex(where: Self.compares) else { return .other }
        let number = Self.isMultiple(tokens[compared]) ? tokens[compared] : nil
        func change(_ time: Int) -> Double { tokens[times[time]].isWeek ? week : day }
        let ratio = abs(change(0) / change(1))
        if compared < times[0] {
            // A part of the week's change is that of one of its days.
            guard compared == 0, let number, degrees.isEmpty, tokens[times[0]].isWeek else { return .other }
            let part = tokens[1..<times[1]]
            guard part.contains(where: { [.up, .down].contains($0.symbol) }) else { return .other }
            let rest = tokens[times[1]...].dropFirst()
            guard rest.allSatisfy({ [.be, .move].contains($0.symbol) }) else { return .other }
            if let reading = fault(Array(part), week) { return reading }
            if (day > 0) != (week > 0) { return .fault("the direction is the other one") }
            return settled(Self.fault(number, isPart: 1 / ratio))
        }
        guard compared < times[1] else { return .other }
        var (left, right) = (Array(tokens[..<compared]), Array(tokens[(compared + 1)...]))
        var word = number == nil ? tokens[compared] : nil
        if number != nil, let next = right.firstIndex(where: { [.more, .less, .near].contains($0.symbol) }),
            next < right.firstIndex(where: \.isTime) ?? 0
        {
            word = right.remove(at: next)
        }
        left.removeAll { $0.symbol == .subject }
        guard left.contains(where: { [.up, .down, .change].contains($0.symbol) }),
            left.contains(where: { $0.symbol == .be }) || [.above, .below].contains(word?.symbol)
        else { return .other }
        // "The weekly fall is larger than the daily one": that is a fall, too.
        let isOmitted = !right.contains { [.up, .down, .change].contains($0.symbol) }
        if isOmitted, !left.contains(where: { $0.symbol == .change }), (day > 0) != (week > 0) {
            return .fault("the direction is the other one")
        }
        if let reading = fault(left, change(0)) ?? fault(right, change(1)) { return reading }
        if let number {
            // "well over double"
            guard degrees.isEmpty || (degrees == [.strong] && number.hedge == .moreThan && ratio > number.value * 1.1)
            else { return .other }
            let isLess = word?.symbol == .less && number.value > 1
            return settled(Self.fault(number, isPart: isLess ? 1 / ratio : ratio))
        }
        let isSo: Bool
        switch word?.symbol {
        case .more?, .above?: isSo = ratio > (degrees.contains(.strong) ? 1.33 : 1.03)
        case .less?, .below?: isSo = ratio < (degrees.contains(.strong) ? 0.75 : 0.97)
        default: isSo = (0.9...1.1).contains(ratio)
        }
        if degrees.contains(.slight), !(0.75...1.33).contains(ratio) { return .fault("the difference is not slight") }
        return settled(isSo ? nil : "the change of the week is not so to that of the day")
    }

    /// Whether tokens have the day, the week and a comparison.
    static func areWindows(_ tokens: [TextToken]) -> Bool {
        let times = tokens.filter(\.isTime)
        return times.count == 2 && times[0].isWeek != times[1].isWeek && tokens.contains(where: compares)
    }

    private static func compares(_ token: TextToken) -> Bool {
        isMultiple(token) || [.more, .less, .near, .above, .below].contains(token.symbol)
    }

    private static func isMultiple(_ token: TextToken) -> Bool { token.symbol == .times || token.isFraction }

    private mutating func settled(_ fault: String?) -> Reading {
        tokens = []
        return fault.map { .fault($0) } ?? .holds(Context())
    }

    private static func fault(_ number: TextToken, isPart ratio: Double) -> String? {
        fault(number, is: number.isFraction ? ratio * 100 : ratio, "the multiple of the other change")
    }

    /// What is wrong with the words beside one of the times; `nil` where they are of its change.
    private func fault(_ side: [TextToken], _ change: Double) -> Reading? {
        for token in side where !token.isTime {
            switch token.symbol {
            case .up, .down:
                if token.isInfinitive { return .fault("what will be is not known") }
                if (token.symbol == .up) != (change > 0) { return .fault("the direction is the other one") }
            case .percent where !token.isFraction:
                if token.sign != 0, (token.sign > 0) != (change > 0) { return .fault("the change has the other sign") }
                if let fault = Self.fault(token, isShare: abs(change), "the change") { return .fault(fault) }
            case .be, .change, .than, .of, .by, .at, .move: continue
            default: return .other
            }
        }
        return nil
    }
}
