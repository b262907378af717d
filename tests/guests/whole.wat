;; A core module that keeps the whole contract, in as few words as possible. `tests/it/faults/guests.rs` replaces the
;; lines that start with `;; @` by an attack, and makes a component of it.
;;
;; Page 0 holds what is returned; what the host passes in is put behind it and never read, except by attacks.
(module
  (type $prepare_type (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "architrave:plugin/log@0.1.0" "log" (func $log (param i32 i32 i32)))
  ;; @imports
  (memory (export "memory") 4)
  (global $next (mut i32) (i32.const 65536))
  ;; @items

  (func (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    ;; @realloc
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
    (global.set $next (i32.add (local.get $at) (local.get $size)))
    (block $fits
      (br_if $fits (i32.le_u (global.get $next) (i32.mul (memory.size) (i32.const 65536))))
      (drop (memory.grow (i32.const 16))))
    (local.get $at))

  (func $prepare (export "architrave:plugin/lifecycle@0.1.0#prepare") (type $prepare_type)
    ;; @prepare
    (i32.const 1024))

  (func $begin (export "architrave:plugin/lifecycle@0.1.0#begin") (param i32) (result i32)
    ;; @begin
    (i32.const 1024))

  (func $reveal (export "architrave:plugin/lifecycle@0.1.0#reveal") (param i32) (result i32)
    ;; @reveal
    (i32.const 1024))

  (func $weigh (export "architrave:plugin/scoring@0.1.0#weigh") (result i32)
    ;; @weigh
    (i32.store (i32.const 2052) (i32.const 4096))
    (i32.store (i32.const 2056) (i32.const {questions}))
    (i32.const 2048))

  (func $score (export "architrave:plugin/scoring@0.1.0#score") (result i32)
    (i32.store (i32.const 2052) (i32.const 8192))
    (i32.store (i32.const 2056) (i32.const {questions}))
    (i32.store (i32.const 2060) (i32.const 12288))
    (i32.store (i32.const 2064) (i32.const {questions}))
    (i32.store (i32.const 2068) (i32.const 0))
    (i32.store (i32.const 2072) (i32.const 0))
    ;; @score
    (i32.const 2048))

  (func $prioritize (export "architrave:plugin/priority@0.1.0#prioritize") (result i32)
    (i32.store (i32.const 2052) (i32.const 16384))
    (i32.store (i32.const 2056) (i32.const {gaps}))
    (i32.store (i32.const 2060) (i32.const 20480))
    (i32.store (i32.const 2064) (i32.const {gaps}))
    (i32.store (i32.const 2068) (i32.const 20480))
    (i32.store (i32.const 2072) (i32.const {gaps}))
    (i32.store (i32.const 2076) (i32.const 12288))
    (i32.store (i32.const 2080) (i32.const {gaps}))
    ;; @prioritize
    (i32.const 2048))

  (func $assess (export "architrave:plugin/impact@0.1.0#assess") (result i32)
    (i32.store (i32.const 2052) (i32.const 20480))
    (i32.store (i32.const 2056) (i32.const {gaps}))
    (i32.store (i32.const 2060) (i32.const 12288))
    (i32.store (i32.const 2064) (i32.const {gaps}))
    (i32.store (i32.const 2068) (i32.const 0))
    (i32.store (i32.const 2072) (i32.const 0))
    (i32.store (i32.const 2076) (i32.const 0))
    (i32.store (i32.const 2080) (i32.const 0))
    ;; @assess
    (i32.const 2048))

  (func $advise (export "architrave:plugin/guidance@0.1.0#advise") (result i32)
    (i32.store (i32.const 2052) (i32.const 0))
    (i32.store (i32.const 2056) (i32.const 0))
    (i32.store (i32.const 2060) (i32.const 0))
    (i32.store (i32.const 2064) (i32.const 0))
    ;; @advise
    (i32.const 2048))

  ;; Weights and points (16 rows of 3 of 4), codes (no text), priorities (5), zeros, texts.
  (data (i32.const 4096) "{weights}")
  (data (i32.const 8192) "{points}")
  (data (i32.const 12288) "{codes}")
  (data (i32.const 16384) "\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05\05")
  (data (i32.const 24576) "panic: the roof is off at roof.rs:7:3")
  (data (i32.const 24640) "a\1b[31mb\1b[0mc\n\e2\80\aed\07e"))
