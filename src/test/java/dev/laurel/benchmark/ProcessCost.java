package dev.laurel.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of processes, as Linux accounts them in /proc. */
public final class ProcessCost {

    private static final double TICKS_PER_SECOND = 100;

    private ProcessCost() {}

    /** User and system seconds of a process so far. */
    public static double cpuSeconds(long pid) {
        return cpuSeconds(stat(pid));
    }

    /** The part of it that the compiler threads of a JVM have spent. */
    public static double compilerSeconds(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(thread -> lines(thread.resolve("stat")).get(0))
                    .filter(stat -> stat.contains(" CompilerThre"))
                    .mapToDouble(ProcessCost::cpuSeconds)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for a server and all its child processes, those that have ended included. */
    public static double cpuSecondsWithChildren(long pid) {
        String[] fields = fields(stat(pid));
        double own = 0;
        for (int i = 11; i <= 14; i++) {
            own += Long.parseLong(fields[i]);
        }
        return own / TICKS_PER_SECOND
                + children(pid).stream().mapToDouble(ProcessCost::cpuSeconds).sum();
    }

    /** Resident memory in MiB now. */
    public static double residentMebibytes(long pid) {
        return status(pid, "VmRSS:") / 1024.0;
    }

    /** The most resident memory in MiB that there ever was. */
    public static double peakMebibytes(long pid) {
        return status(pid, "VmHWM:") / 1024.0;
    }

    private static List<Long> children(long pid) {
        try (Stream<ProcessHandle> handles = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)) {
            return handles.map(ProcessHandle::pid).toList();
        }
    }

    private static long status(long pid, String name) {
        return lines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double cpuSeconds(String stat) {
        String[] fields = fields(stat);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static String stat(long pid) {
        return lines(Path.of("/proc/" + pid + "/stat")).get(0);
    }

    /** The fields of stat that follow the command's name, from the state on. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
