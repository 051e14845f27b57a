import Analysis
import Domain
import Foundation

/// The labelled headlines beside this file.
struct LabelledHeadlines {
    struct Headline {
        let tone: Mood.Tone
        let text: String
    }

    enum Half: Int, CaseIterable {
        case development, heldOut
    }

    let language: Language
    private let headlines: [Headline]

    init(_ language: Language) throws {
        let name = language == .french ? "french" : "english"
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Headlines/\(name).tsv"), encoding: .utf8)
        self.language = language
        headlines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2,
                let tone = ["+": Mood.Tone.positive, "-": .negative, "0": .neutral][String(parts[0])]
            else { return nil }
            return Headline(tone: tone, text: String(parts[1]))
        }
    }

    var count: Int { headlines.count }

    func of(_ half: Half) -> [Headline] {
        headlines.enumerated().filter { $0.offset % 2 == half.rawValue }.map(\.element)
    }

    /// The share of right tones, and the mean over the tones of 2 × right ÷ (predicted + labelled).
    func score(of half: Half) -> (accuracy: Double, macroF1: Double) {
        let pairs = of(half).map { ($0.tone, MoodModel.mood(of: $0.text, in: language).tone) }
        let f1 = Mood.Tone.allCases.map { tone in
            let right = pairs.count { $0.0 == tone && $0.1 == tone }
            let all = pairs.count { $0.0 == tone } + pairs.count { $0.1 == tone }
            return all == 0 ? 0 : 2 * Double(right) / Double(all)
        }
        return (
            Double(pairs.count { $0.0 == $0.1 }) / Double(pairs.count), f1.reduce(0, +) / Double(f1.count)
        )
    }
}
