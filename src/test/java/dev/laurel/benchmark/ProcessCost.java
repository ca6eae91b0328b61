package dev.laurel.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of processes, as Linux accounts them in /proc. */
final class ProcessCost {

    private static final double TICKS_PER_SECOND = 100;

    private ProcessCost() {}

    /** User and system seconds of a process so far. */
    static double cpuSeconds(long pid) {
        String[] fields = statFields(pid);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** The same for a server and all its child processes, those that have ended included. */
    static double cpuSecondsWithChildren(long pid) {
        String[] fields = statFields(pid);
        double own = 0;
        for (int i = 11; i <= 14; i++) {
            own += Long.parseLong(fields[i]);
        }
        return own / TICKS_PER_SECOND
                + children(pid).stream().mapToDouble(ProcessCost::cpuSeconds).sum();
    }

    /** Resident memory in MiB now. */
    static double residentMebibytes(long pid) {
        return status(pid, "VmRSS:") / 1024.0;
    }

    /** The most resident memory in MiB that there ever was. */
    static double peakMebibytes(long pid) {
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

    /** The fields of stat that follow the command's name, from the state on. */
    private static String[] statFields(long pid) {
        String line = lines(Path.of("/proc/" + pid + "/stat")).get(0);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
