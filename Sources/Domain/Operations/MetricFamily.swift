/// A metric with its current samples. Names are those of the contract, units are base units
/// (https://prometheus.io/docs/practices/naming/).
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package struct Label: Hashable, Sendable {
        package let name: String
        /// From a bounded list or the settings; never from a request.
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct Sample: Hashable, Sendable {
        /// The suffix of the name: `_bucket`, `_sum` and `_count` of a histogram.
        package let suffix: String
        package let labels: [Label]
        package let value: Double

        package init(_ value: Double, _ labels: Label..., suffix: String = "") {
            self.init(value, labels, suffix: suffix)
        }

        package init(_ value: Double, _ labels: [Label], suffix: String = "") {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    package let name: String
    /// One sentence.
    package let help: String
    package let kind: Kind
    /// Empty for a metric without a value yet.
    package let samples: [Sample]

    package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample] = []) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    package init(_ name: String, _ kind: Kind, _ help: String, value: Double) {
        self.init(name, kind, help, [Sample(value)])
    }
}
