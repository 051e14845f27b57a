/// Whether two headlines tell one story.
struct StoryMatch: Sendable {
    /// What both have, by weight.
    private(set) var shared = 0.0
    /// Twice what both have, of what either has: 0 to 1.
    private(set) var likeness = 0.0

    /// `nil` where they contradict each other.
    init?(_ first: StorySignature, _ second: StorySignature) {
        guard !Self.contradict(first, second) else { return nil }
        let isTranslation = first.language != second.language
        var (inFirst, inSecond) = (0.0, 0.0)
        // Other words of another language cannot be equal: they count little against.
        func lone(_ feature: StorySignature.Feature) -> Double {
            isTranslation && !feature.isConcept ? feature.weight * 0.25 : feature.weight
        }
        let (left, right) = (first.ordered, second.ordered)
        var (one, other) = (0, 0)
        while one < left.count || other < right.count {
            if other == right.count || one < left.count && left[one].number < right[other].number {
                inFirst += lone(left[one])
                one += 1
            } else if one == left.count || right[other].number < left[one].number {
                inSecond += lone(right[other])
                other += 1
            } else {
                shared += left[one].weight
                inFirst += left[one].weight
                inSecond += right[other].weight
                (one, other) = (one + 1, other + 1)
            }
        }
        for (left, right) in [
            (first.money, second.money), (first.percents, second.percents), (first.counts, second.counts),
        ] {
            let common = Double(left.count { value in right.contains { Self.areEqual(value, $0) } }) * Self.numberWeight
            shared += common
            inFirst += max(common, Double(left.count) * Self.loneNumberWeight)
            inSecond += max(common, Double(right.count) * Self.loneNumberWeight)
        }
        likeness = inFirst + inSecond > 0 ? min(1, 2 * shared / (inFirst + inSecond)) : 0
    }

    private static let numberWeight = 3.0
    /// Of a number that only one of them has: others leave it out often.
    private static let loneNumberWeight = 0.8

    /// - Parameter apart: hours between them.
    func isOneStory(hoursApart: Double, isTranslation: Bool) -> Bool {
        let wanted = (isTranslation ? 0.44 : 0.46) + (hoursApart > 24 ? 0.1 : 0)
        return shared >= 4.5 && likeness >= wanted
    }

    /// Other names, other numbers, another direction or another coin: two stories.
    private static func contradict(_ first: StorySignature, _ second: StorySignature) -> Bool {
        if !first.names.isEmpty, !second.names.isEmpty {
            if first.names.keys.allSatisfy({ second.names[$0] == nil }) { return true }
            for kind in [StoryTerms.Kind.company, .person, .place] {
                let hasOther = { (one: StorySignature, other: StorySignature) in
                    one.names.contains { $0.value == kind && other.names[$0.key] == nil }
                }
                if hasOther(first, second), hasOther(second, first) { return true }
            }
        }
        if haveOtherUnknownNames(first, second) || haveOppositeActs(first, second) { return true }
        if !first.assets.isEmpty, !second.assets.isEmpty, first.assets.isDisjoint(with: second.assets) { return true }
        if first.isUp != first.isDown, second.isUp != second.isDown, first.isUp != second.isUp { return true }
        if differ(first.money, second.money) { return true }
        let agree = share(first.money, second.money)
        if differ(first.percents, second.percents), !agree { return true }
        return differ(first.counts, second.counts) && !agree && !share(first.percents, second.percents)
    }

    /// Names that are in no list are compared within a language: in two, one may be a translated word.
    private static func haveOtherUnknownNames(_ first: StorySignature, _ second: StorySignature) -> Bool {
        guard first.language == second.language else { return false }
        func hasUnknown(_ one: StorySignature, _ other: StorySignature) -> Bool {
            one.unknownNames.contains { other.features[$0] == nil }
        }
        func hasPlace(_ one: StorySignature, _ other: StorySignature) -> Bool {
            one.names.contains { $0.value == .place && other.names[$0.key] == nil }
        }
        let (left, right) = (hasUnknown(first, second), hasUnknown(second, first))
        return left && right || left && hasPlace(second, first) || right && hasPlace(first, second)
    }

    /// `Lists` and `delists`, `upholds` and `overturns`, unless one of them has both.
    private static func haveOppositeActs(_ first: StorySignature, _ second: StorySignature) -> Bool {
        func has(_ one: StorySignature, _ other: StorySignature) -> Bool {
            one.opposites.contains { act in other.features["#" + act] != nil && one.features["#" + act] == nil }
        }
        return has(first, second) && has(second, first)
    }

    private static func share(_ first: [Double], _ second: [Double]) -> Bool {
        first.contains { value in second.contains { areEqual(value, $0) } }
    }

    private static func differ(_ first: [Double], _ second: [Double]) -> Bool {
        !first.isEmpty && !second.isEmpty && !share(first, second)
    }

    /// Equal within the precision of the less precise one: 104,300 and 104,000, but not 104,300 and 104,500.
    private static func areEqual(_ first: Double, _ second: Double) -> Bool {
        if first == second { return true }
        let difference = abs(first - second)
        guard difference <= 0.025 * max(first, second) else { return false }
        return difference <= max(precision(first), precision(second)) / 2
    }

    /// The place value of the last digit that is not zero: 1000 for 104,000.
    private static func precision(_ value: Double) -> Double {
        guard value >= 1, value < 1e15 else { return 0.01 }
        guard value == value.rounded() else { return value >= 1000 ? 1 : 0.01 }
        var place = 1.0
        while value.truncatingRemainder(dividingBy: place * 10) == 0, place < 1e14 { place *= 10 }
        return place
    }
}
