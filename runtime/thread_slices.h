// How soon a thread that has just been woken gets a processor that others are using.
#pragma once

namespace luft::runtime {

// Asks for the shortest time slices that Linux gives an ordinary thread, for the calling one. From
// 6.12 on, a thread that wakes goes at once before a running one whose slices are longer; its share
// of the processor stays the same, and no right is needed. Nothing happens on older kernels, which
// know no slices of one's own, and where whoever started the program chose another policy.
// See sched(7), sched_setattr(2) and Documentation/scheduler/sched-eevdf.rst in Linux.
void ask_for_short_slices();

}  // namespace luft::runtime
