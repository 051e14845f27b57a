/// How long a test waits for what comes in any case: a guard against a hang, and no promise of speed. A loaded machine
/// of two cores has needed more than a minute for what takes ten seconds on a quiet one.
package let hangLimit = Duration.seconds(300)
