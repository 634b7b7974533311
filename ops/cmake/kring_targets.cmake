# The folders whose code has no thread, socket, file or clock: all of it also compiles for wasm32, and its tests run
# under the sanitizers in every check.
set(KRING_CORE_FOLDERS "^(crypto|channels|clients/core)(/|$)")
set(KRING_CORE_TESTS "^tests/(unit/(crypto|channels|clients/core|hub/engine)|fuzz|vectors|interop|simulation)(/|$)")

# kring_wasm: everything that the web client links. kring_core_tests: the test programs of the core and the engine.
# kring_fuzz_targets: every fuzz target.
add_custom_target(kring_wasm)
add_custom_target(kring_core_tests)
add_custom_target(kring_fuzz_targets)

# kring_batches(OUT SOURCES TARGET): in OUT the files to compile for SOURCES: each of them alone, or with KRING_BATCHES a few
# files that include a few of them each. Reading the headers is most of what a small file costs, and a batch reads them
# once. Names in unnamed namespaces are therefore each used once in a folder (docs/decisions/0023).
set(KRING_BATCH_SIZE 8)
function(kring_batches out sources target)
  if(NOT KRING_BATCHES)
    set(${out} ${sources} PARENT_SCOPE)
    return()
  endif()
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  # Objects of another target are nothing to include.
  set(batches ${sources})
  list(FILTER batches INCLUDE REGEX "^\\$<")
  list(FILTER sources EXCLUDE REGEX "^\\$<")
  list(LENGTH sources count)
  math(EXPR last "(${count} - 1) / ${KRING_BATCH_SIZE}")
  foreach(number RANGE ${last})
    math(EXPR start "${number} * ${KRING_BATCH_SIZE}")
    list(SUBLIST sources ${start} ${KRING_BATCH_SIZE} batch)
    list(TRANSFORM batch REPLACE "^(.+)$" "#include \"${folder}/\\1\"\n")
    list(JOIN batch "" text)
    # The name says the target: two targets of a folder have a first batch each.
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${target}_batch_${number}.cpp")
    file(CONFIGURE OUTPUT "${file}" CONTENT "${text}" @ONLY)
    list(APPEND batches "${file}")
  endforeach()
  set(${out} ${batches} PARENT_SCOPE)
endfunction()

# kring_library(NAME SOURCES a.cpp … DEPENDS kring::base …): the library of one folder.
function(kring_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  kring_batches(files "${ARG_SOURCES}" ${name})
  add_library(kring_${name} STATIC ${files})
  add_library(kring::${name} ALIAS kring_${name})
  target_link_libraries(kring_${name} PUBLIC kring::options ${ARG_DEPENDS})
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  if(folder MATCHES "${KRING_CORE_FOLDERS}")
    add_dependencies(kring_wasm kring_${name})
  endif()
endfunction()

# kring_program(NAME SOURCES … DEPENDS …): a program under build/<preset>/bin.
function(kring_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  kring_batches(files "${ARG_SOURCES}" ${name})
  add_executable(${name} ${files})
  target_link_libraries(${name} PRIVATE kring::options ${ARG_DEPENDS})
endfunction()

# Marks TARGET, and the CTest test TEST that runs it, as one of the core's when its folder is.
function(kring_mark_core_test target test)
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  if(folder MATCHES "${KRING_CORE_TESTS}")
    add_dependencies(kring_core_tests ${target})
    set_property(TEST ${test} APPEND PROPERTY LABELS core)
  endif()
endfunction()

# kring_test(NAME [SHARDS n] SOURCES … DEPENDS …): one GoogleTest binary for a test folder, run as one CTest test, or as
# n that each run a part of its tests, so that a long one takes more than one core. Each leaves its results in
# build/<preset>/tests/results, where ops/check counts them.
function(kring_test name)
  cmake_parse_arguments(ARG "" "SHARDS" "SOURCES;DEPENDS" ${ARGN})
  if(NOT KRING_TESTS)
    return()
  endif()
  kring_batches(files "${ARG_SOURCES}" ${name})
  add_executable(${name} ${files})
  target_link_libraries(${name} PRIVATE kring::options ${ARG_DEPENDS} GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if(NOT ARG_SHARDS)
    set(ARG_SHARDS 1)
  endif()
  foreach(shard RANGE 1 ${ARG_SHARDS})
    set(test ${name})
    if(ARG_SHARDS GREATER 1)
      string(APPEND test _${shard})
    endif()
    math(EXPR index "${shard} - 1")
    add_test(NAME ${test} COMMAND ${name})
    set_property(TEST ${test} PROPERTY ENVIRONMENT
      "GTEST_OUTPUT=json:${CMAKE_BINARY_DIR}/tests/results/${test}.json"
      GTEST_TOTAL_SHARDS=${ARG_SHARDS} GTEST_SHARD_INDEX=${index})
    kring_mark_core_test(${name} ${test})
  endforeach()
endfunction()

# kring_script_test(NAME script.py): a Python unittest file, run as one CTest test.
function(kring_script_test name script)
  if(NOT KRING_TESTS)
    return()
  endif()
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME ${name} COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/${script}")
endfunction()

# kring_fuzz(NAME SOURCES … DEPENDS …): one libFuzzer target, build/<preset>/fuzz/NAME. CTest replays the files of
# tests/fuzz/corpus/NAME through it (in every preset; the sanitized ones see more); `ops/check --full` hunts.
function(kring_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  if(NOT KRING_TESTS)
    return()
  endif()
  kring_batches(files "${ARG_SOURCES}" ${name})
  add_executable(${name} ${files})
  target_link_libraries(${name} PRIVATE kring::options ${ARG_DEPENDS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
  add_test(NAME ${name}_replay
    COMMAND ${name} -runs=0 -artifact_prefix=${CMAKE_BINARY_DIR}/fuzz/ "${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}")
  add_dependencies(kring_fuzz_targets ${name})
  kring_mark_core_test(${name} ${name}_replay)
endfunction()

# kring::json: nlohmann/json, headers only, found where the compiler looks by itself.
add_library(kring_json INTERFACE)
add_library(kring::json ALIAS kring_json)

if(NOT KRING_WASM)
  find_package(Threads REQUIRED)
  # kring::sqlite: Debian's SQLite.
  find_library(KRING_SQLITE_LIBRARY sqlite3 REQUIRED)
  add_library(kring_sqlite INTERFACE)
  add_library(kring::sqlite ALIAS kring_sqlite)
  target_link_libraries(kring_sqlite INTERFACE "${KRING_SQLITE_LIBRARY}")
  # kring::pq: PostgreSQL's client library.
  find_library(KRING_PQ_LIBRARY pq REQUIRED)
  add_library(kring_pq INTERFACE)
  add_library(kring::pq ALIAS kring_pq)
  target_link_libraries(kring_pq INTERFACE "${KRING_PQ_LIBRARY}")
  # kring::hiredis: Redis's client library.
  find_library(KRING_HIREDIS_LIBRARY hiredis REQUIRED)
  add_library(kring_hiredis INTERFACE)
  add_library(kring::hiredis ALIAS kring_hiredis)
  target_link_libraries(kring_hiredis INTERFACE "${KRING_HIREDIS_LIBRARY}")
endif()
