// Fixtures share the machine and nothing else, so as many run at once as there are processors; the tests of one fixture run one after
// another. What reads or changes the state of the whole process (its metrics and traces) says so with [NonParallelizable].
[assembly: Parallelizable(ParallelScope.Fixtures)]
