# How a folder declares what it builds: luft_library, luft_program, luft_test, luft_fuzzer,
# luft_benchmark.
# Warnings are errors; asserts stay on in every build type.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")  # no NDEBUG: a broken invariant stops the program
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(luft_options INTERFACE)
target_include_directories(luft_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(luft_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(LUFT_SANITIZE)
  target_compile_options(luft_options INTERFACE
    -fsanitize=${LUFT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(LUFT_SANITIZE MATCHES address)
    # With it, GCC warns of the standard library's own <regex>, and of a replaced operator delete.
    target_compile_options(luft_options INTERFACE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-mismatched-new-delete>)
  endif()
  target_link_options(luft_options INTERFACE -fsanitize=${LUFT_SANITIZE})
endif()

if(LUFT_FUZZ)
  # Clang warns of what the standard library's own stable_sort uses.
  target_compile_options(luft_options INTERFACE
    -fsanitize=fuzzer-no-link -Wno-deprecated-declarations)
endif()

# luft_library(NAME SOURCES file… [USES target…]): a static library `luft_NAME`.
function(luft_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_library(luft_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(luft_${name} PUBLIC luft_options ${ARG_USES})
endfunction()

# luft_program(NAME SOURCES file… [USES target…]): build/…/bin/NAME, part of the target `programs`.
function(luft_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE luft_options ${ARG_USES})
  if(NOT TARGET programs)
    add_custom_target(programs)
  endif()
  add_dependencies(programs ${name})
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

# luft_test(NAME SOURCES file… [USES target…]): unit tests NAME_test, label `unit`.
function(luft_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE luft_options ${ARG_USES}
                        GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE LUFT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()

# luft_fuzzer(NAME SOURCES file… [USES target…] [DEFINES NAME=VALUE…] CORPUS folder…
#   [DICTIONARY file] [LONG_RUNS n]): for the preset `fuzz`, the program fuzz_NAME, part of the
# target `fuzzers`; as a test, label `fuzz`: it reads its corpus, then what it thinks up
# (scripts/run-fuzzer), which is `n` inputs in the long form.
function(luft_fuzzer name)
  cmake_parse_arguments(ARG "" "DICTIONARY;LONG_RUNS" "SOURCES;USES;DEFINES;CORPUS" ${ARGN})
  if(NOT LUFT_FUZZ)
    return()
  endif()
  add_executable(fuzz_${name} ${ARG_SOURCES})
  target_link_libraries(fuzz_${name} PRIVATE luft_options ${ARG_USES})
  target_compile_definitions(fuzz_${name} PRIVATE ${ARG_DEFINES})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers fuzz_${name})
  list(TRANSFORM ARG_CORPUS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  if(ARG_DICTIONARY)
    set(dictionary -dict=${PROJECT_SOURCE_DIR}/${ARG_DICTIONARY})
  endif()
  set(timeout 300)
  if(ARG_LONG_RUNS)
    set(long_runs --long-runs=${ARG_LONG_RUNS})
    set(timeout 3600)
  endif()
  add_test(NAME fuzz_${name}
           COMMAND ${PROJECT_SOURCE_DIR}/scripts/run-fuzzer $<TARGET_FILE:fuzz_${name}>
                   ${CMAKE_BINARY_DIR}/finds/${name} ${long_runs} ${dictionary} ${ARG_CORPUS})
  set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT ${timeout})
endfunction()

# luft_benchmark(NAME SOURCES file… [USES target…]): Google Benchmark program NAME_bench.
function(luft_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name}_bench ${ARG_SOURCES})
  target_link_libraries(${name}_bench PRIVATE luft_options ${ARG_USES} benchmark::benchmark)
endfunction()
