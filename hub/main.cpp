// luft-hub: takes what devices say, keeps it, and asks the model about windows.
#include <malloc.h>

#include <cstdlib>

#include "hub/hub.h"
#include "runtime/program.h"

int main(int argc, char** argv) {
  // One heap: each further one would have holes of its own, and keep what its busiest moment took.
  ::mallopt(M_ARENA_MAX, 1);
  // Buffers of a busy moment go back to the system; otherwise glibc would raise this bound to the
  // largest that it ever saw.
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  auto program = luft::runtime::Program::start("hub", argc, argv);
  if (!program) return program.error();
  auto hub = luft::hub::Hub::build(*program);
  if (!hub) {
    program->log().error(hub.error());
    return 1;
  }
  if (const auto started = (*hub)->start(); !started) {
    program->log().error(started.error());
    return 1;
  }
  program->shutdown().wait();
  program->log().info("stopping");
  if (!(*hub)->stop()) std::_Exit(0);  // the database hangs: see Hub::stop
  return 0;
}
