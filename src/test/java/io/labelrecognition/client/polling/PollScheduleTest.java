package io.labelrecognition.client.polling;

import static io.labelrecognition.client.polling.SimulatedService.duration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.polling.PollSchedule.Mode;
import io.labelrecognition.client.polling.SimulatedService.Outcome;
import io.labelrecognition.client.polling.SimulatedService.Polling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollScheduleTest {
    private static final Duration FAR = Duration.ofSeconds(2);
    private static final int PHOTOS = 2000;
    private static final int LEARNT = 100;

    private static PollSchedule schedule(Mode mode, long seed) {
        return new PollSchedule(mode, FAR, new SplittableRandom(seed));
    }

    private static double weight(Mode mode) {
        return switch (mode) {
            case FRUGAL -> 1;
            case BALANCED -> 0.25;
            case PROMPT -> 0.0625;
        };
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().filter(outcome -> outcome.endedBefore() >= LEARNT).mapToDouble(figure).average().orElseThrow();
    }

    /** What the photos cost that were sent after a hundred had ended, as a multiple of what they cost one who knows the latencies. */
    private static double ratio(Mode mode, int inFlight, double median, double later) {
        double learnt = 0;
        double best = 0;
        List<Double> first = SimulatedService.best(median, weight(mode));
        List<Double> second = SimulatedService.best(later, weight(mode));
        for (long seed = 1; seed <= 3; seed++) {
            IntToDoubleFunction medians = photo -> photo < PHOTOS / 2 ? median : later;
            SimulatedService service = new SimulatedService(PHOTOS, medians, seed);
            List<Outcome> outcomes = service.read(Polling.by(schedule(mode, seed)), inFlight);
            List<Outcome> before = service.read(Polling.at(first), 1);
            List<Outcome> after = service.read(Polling.at(second), 1);
            for (int photo = 0; photo < PHOTOS; photo++) {
                if (outcomes.get(photo).endedBefore() >= LEARNT) {
                    learnt += outcomes.get(photo).cost(weight(mode));
                    best += (photo < PHOTOS / 2 ? before : after).get(photo).cost(weight(mode));
                }
            }
        }
        return learnt / best;
    }

    private static void assertWithinATenth(double ratio) {
        assertTrue(ratio < 1.1, "cost is " + ratio + " of the best fixed schedule's");
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1", "0.3, 64", "2, 1", "2, 64", "15, 1", "15, 64"})
    void costsWithinATenthOfTheBestThatOneCouldDoWhoKnewTheLatencies(double median, int inFlight) {
        assertWithinATenth(ratio(Mode.BALANCED, inFlight, median, median));
    }

    @ParameterizedTest
    @CsvSource({"2, 6, 1", "2, 6, 64", "6, 2, 1"})
    void costsWithinATenthOfTheBestThoughTheServiceBecomesSlowerOrFaster(double median, double later, int inFlight) {
        assertWithinATenth(ratio(Mode.BALANCED, inFlight, median, later));
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"FRUGAL", "PROMPT"})
    void theOtherModesAreAsNearTheirOwnBest(Mode mode) {
        assertWithinATenth(ratio(mode, 1, 2, 2));
        assertWithinATenth(ratio(mode, 1, 2, 6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 2, 15})
    void frugalMakesFewerCallsAndPromptLetsResultsWaitLess(double median) {
        SimulatedService service = new SimulatedService(PHOTOS, photo -> median, 4);
        List<Outcome> frugal = service.read(Polling.by(schedule(Mode.FRUGAL, 1)), 16);
        List<Outcome> balanced = service.read(Polling.by(schedule(Mode.BALANCED, 1)), 16);
        List<Outcome> prompt = service.read(Polling.by(schedule(Mode.PROMPT, 1)), 16);
        assertTrue(mean(frugal, Outcome::gets) < 0.9 * mean(balanced, Outcome::gets));
        assertTrue(mean(balanced, Outcome::gets) < 0.9 * mean(prompt, Outcome::gets));
        assertTrue(mean(frugal, Outcome::lag) > 1.2 * mean(balanced, Outcome::lag));
        assertTrue(mean(balanced, Outcome::lag) > 1.2 * mean(prompt, Outcome::lag));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void neverAsksMoreOftenThanEveryTenthOfASecondNorIsSilentForLongerThanHalfAMinute(Mode mode) {
        for (double median : new double[] {0.001, 0.3, 15, 300, 5000}) {
            Polling polling = Polling.by(schedule(mode, 7));
            Polling bounded = new Polling() {
                @Override
                public double next(int polls, double elapsed) {
                    double wait = polling.next(polls, elapsed);
                    assertTrue(wait >= 0.1 && wait <= 30, wait + " s at " + elapsed + " s");
                    return wait;
                }

                @Override
                public void pending(double before, double at) {
                    polling.pending(before, at);
                }

                @Override
                public void completed(double before, double at) {
                    polling.completed(before, at);
                }
            };
            new SimulatedService(200, photo -> median, 5).read(bounded, 8);
        }
    }

    @Test
    void aThousandPhotosSentTogetherAreNotAskedForTogether() {
        PollSchedule schedule = schedule(Mode.BALANCED, 1);
        new SimulatedService(200, photo -> 2, 6).read(Polling.by(schedule), 1);
        for (Duration elapsed : List.of(Duration.ZERO, FAR)) {
            int[] tenMillis = new int[3001];
            for (int photo = 0; photo < 1000; photo++) {
                int slot = (int) (schedule.next(elapsed.isZero() ? 0 : 1, elapsed).toMillis() / 10);
                assertTrue(++tenMillis[slot] <= 100, "more than a hundred photos in ten milliseconds");
            }
        }
    }

    @Test
    void beforeItHasLearntItAsksAfterACoupleOfSecondsOrWhenTheServiceSays() {
        PollSchedule schedule = PollSchedule.of(Mode.BALANCED);
        double usual = LatencyModel.seconds(schedule.next(0, Duration.ZERO));
        assertTrue(usual > 0.7 && usual < 2.5, "first asked after " + usual + " s");
        schedule.expect(Duration.ofMillis(300));
        double said = LatencyModel.seconds(schedule.next(0, Duration.ZERO));
        assertTrue(said < 0.3, "first asked after " + said + " s");
    }

    @Test
    void whatTheServiceSaysCountsLessThanWhatItHasShown() {
        PollSchedule schedule = PollSchedule.of(Mode.BALANCED);
        schedule.completed(duration(1.8), duration(2));
        schedule.expect(Duration.ofMillis(300));
        double shown = LatencyModel.seconds(schedule.next(0, Duration.ZERO));
        assertTrue(shown > 0.7, "first asked after " + shown + " s");
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1.05", "2, 0.9", "15, 0.9"})
    void aHandfulOfPhotosIsEnoughToLearnFrom(double median, double most) {
        double cost = 0;
        for (long seed = 0; seed < 50; seed++) {
            SimulatedService service = new SimulatedService(15, photo -> median, seed);
            List<Outcome> outcomes = service.read(Polling.by(schedule(Mode.BALANCED, seed)), 1);
            cost += outcomes.stream().skip(5).mapToDouble(outcome -> outcome.cost(0.25)).average().orElseThrow() / 50;
        }
        assertTrue(cost < most, "from the sixth photo on, each costs " + cost);
    }

    @Test
    void aThousandPhotosSentTogetherBeforeAnythingIsLearntDoNotPutOneAnotherOff() {
        SimulatedService service = new SimulatedService(1000, photo -> 2, 1);
        for (int photo = 0; photo < 1000; photo++) {
            service.latency(photo, 2);
        }
        for (Duration expected : List.of(Duration.ofMillis(300), FAR)) {
            PollSchedule schedule = new PollSchedule(Mode.BALANCED, expected, new SplittableRandom(1));
            double longest = service.read(Polling.by(schedule), 1000).stream().mapToDouble(Outcome::lag).max().orElseThrow();
            assertTrue(longest < 1.4, "a result waited " + longest + " s");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.9, 2, 2.07, 15})
    void ofPhotosThatAllTakeTheSameEachIsAskedForOnceAndSoon(double latency) {
        SimulatedService service = new SimulatedService(4000, photo -> latency, 1);
        for (int photo = 0; photo < 4000; photo++) {
            service.latency(photo, latency);
        }
        for (int inFlight : new int[] {1, 64, 1000}) {
            List<Outcome> outcomes = service.read(Polling.by(schedule(Mode.BALANCED, 1)), inFlight);
            List<Outcome> last = outcomes.subList(3000, 4000);
            double gets = last.stream().mapToDouble(Outcome::gets).average().orElseThrow();
            double lag = last.stream().mapToDouble(Outcome::lag).average().orElseThrow() / latency;
            assertTrue(gets < 1.5 && lag < 0.3 && 0.25 * gets + lag < 0.5, inFlight + " in flight: " + gets + " GETs a photo, lag " + lag);
        }
    }

    @Test
    void aServiceThatBecomesSlowerShowsBeforeTheFirstSlowPhotoHasEnded() {
        PollSchedule schedule = schedule(Mode.BALANCED, 1);
        new SimulatedService(200, photo -> 0.3, 8).read(Polling.by(schedule), 1);
        double before = LatencyModel.seconds(schedule.next(0, Duration.ZERO));
        for (int photo = 0; photo < 8; photo++) {
            schedule.pending(Duration.ZERO, duration(0.4));
            schedule.pending(duration(0.4), duration(1));
        }
        double after = LatencyModel.seconds(schedule.next(0, Duration.ZERO));
        assertTrue(after > 2 * before, "first asked after " + before + " s, then after " + after + " s");
    }

    @Test
    void aPhotoThatNeverEndsTeachesNothingAboutTheOthers() {
        SimulatedService service = new SimulatedService(400, photo -> 2, 9);
        List<Outcome> without = service.read(Polling.by(schedule(Mode.BALANCED, 1)), 8);
        service.latency(200, 1800);
        List<Outcome> with = service.read(Polling.by(schedule(Mode.BALANCED, 1)), 8);
        double cost = with.stream().skip(201).mapToDouble(outcome -> outcome.cost(0.25)).average().orElseThrow();
        double usual = without.stream().skip(201).mapToDouble(outcome -> outcome.cost(0.25)).average().orElseThrow();
        assertTrue(cost < 1.1 * usual, "the photos after it cost " + cost + " rather than " + usual);
    }

    @Test
    void aPhotoSentLongAgoIsAskedForAtOnce() {
        assertTrue(schedule(Mode.BALANCED, 1).next(0, Duration.ofHours(1)).toMillis() <= 300);
    }

    @Test
    void aClockThatIsSetBackDoesNoHarm() {
        PollSchedule schedule = schedule(Mode.BALANCED, 1);
        schedule.pending(Duration.ofSeconds(5), Duration.ofSeconds(-3));
        schedule.completed(Duration.ofSeconds(5), Duration.ofSeconds(3));
        schedule.completed(Duration.ofDays(400), Duration.ofDays(400));
        schedule.completed(Duration.ZERO, Duration.ZERO);
        Duration next = schedule.next(1, Duration.ofSeconds(-3));
        assertTrue(next.compareTo(PollSchedule.SHORTEST) >= 0 && next.compareTo(FAR.multipliedBy(2)) < 0, "next is " + next);
    }

    @Test
    void threadsShareASchedule() throws Exception {
        PollSchedule schedule = schedule(Mode.BALANCED, 1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (long seed = 0; seed < 8; seed++) {
                SimulatedService service = new SimulatedService(300, photo -> 15, seed);
                all.add(threads.submit(() -> service.read(Polling.by(schedule), 8)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        List<Outcome> outcomes = new SimulatedService(200, photo -> 15, 8).read(Polling.by(schedule), 1);
        double cost = outcomes.stream().mapToDouble(outcome -> outcome.cost(0.25)).average().orElseThrow();
        assertTrue(cost < 0.85, "each photo costs " + cost);
    }

    @Test
    void aModeThatIsNoneIsRefusedWithThoseThatAre() {
        assertEquals(Mode.FRUGAL, Mode.parse(" Frugal "));
        String message = assertThrows(IllegalArgumentException.class, () -> Mode.parse("fast")).getMessage();
        assertEquals("poll is fast: it takes frugal, balanced or prompt", message);
    }
}
