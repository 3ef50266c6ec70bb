import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from tagih.kernel import lake as lakes

DAY = dt.date(2026, 11, 20)


def land(now, value=1, **options):
    with lakes.write("contracts", DAY, now=now, **options) as draft, lakes.engine() as engine:
        engine.raw_sql(f"COPY (SELECT {value} AS value FROM range(3)) TO '{draft.file()}' (FORMAT parquet)")
    return draft.partition


def test_partition_is_read_back_with_rows_and_checksums(lake, now):
    partition = land(now, value=7, sources=["kontrak.csv"])

    with lakes.engine() as engine:
        values = lakes.table(engine, partition).value.sum().to_pyarrow().as_py()
    assert (partition.version, partition.rows, values) == (1, 3, 21)
    assert partition.sources == ("kontrak.csv",)
    assert lakes.verify(partition) == []
    assert lakes.latest("contracts", DAY) == partition


def test_corrected_file_is_a_new_version_and_the_old_one_stays(lake, now):
    land(now, value=1)

    land(now, value=2)

    assert [partition.version for partition in lakes.versions("contracts", DAY)] == [1, 2]
    assert lakes.latest("contracts", DAY).version == 2


def test_same_fingerprint_again_makes_no_new_version(lake, now):
    first = land(now, fingerprint="abc")

    again = land(now, fingerprint="abc")

    assert again == first
    assert len(lakes.versions("contracts", DAY)) == 1


def test_failed_writer_leaves_nothing(lake, now):
    with pytest.raises(RuntimeError), lakes.write("contracts", DAY, now=now):
        raise RuntimeError

    assert lakes.latest("contracts", DAY) is None
    assert list((lake / "contracts").iterdir()) == []


def test_full_disk_is_a_clear_refusal_and_leaves_nothing(lake, now):
    with pytest.raises(lakes.LakeFull, match="contracts"), lakes.write("contracts", DAY, now=now):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert lakes.dates("contracts") == []
    assert list((lake / "contracts").iterdir()) == []


def test_killed_writer_is_cleaned_up_but_a_living_one_is_not(lake, now):
    program = textwrap.dedent(f"""
        import datetime as dt, time, django
        from django.conf import settings
        settings.configure(TAGIH_LAKE={str(lake)!r}, TAGIH_LAKE_ENGINE="duckdb")
        from tagih.kernel import lake
        with lake.write("contracts", dt.date(2026, 11, 20), now=dt.datetime.now(dt.UTC)) as draft:
            print("writing", flush=True)
            time.sleep(60)
    """)
    writer = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "writing\n"

    while_alive = lakes.clean()
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    once_dead = lakes.clean()

    assert (while_alive, once_dead) == (0, 1)
    assert lakes.latest("contracts", DAY) is None


def test_previous_date_is_the_last_landed_one(lake, now):
    for day in (dt.date(2026, 11, 13), dt.date(2026, 11, 18)):
        with lakes.write("contracts", day, now=now) as draft, lakes.engine() as engine:
            engine.raw_sql(f"COPY (SELECT 1 AS value) TO '{draft.file()}' (FORMAT parquet)")

    assert lakes.previous_date("contracts", DAY) == dt.date(2026, 11, 18)
    assert lakes.previous_date("contracts", dt.date(2026, 11, 13)) is None


def test_absent_partition_is_named(lake):
    with pytest.raises(lakes.PartitionAbsent) as refusal:
        lakes.required("balances", DAY)

    assert "balances" in str(refusal.value)
    assert "2026-11-20" in str(refusal.value)


def test_changed_file_is_found(lake, now):
    partition = land(now)
    (partition.folder / "part-0.parquet").write_bytes(b"else")

    assert lakes.verify(partition) == ["part-0.parquet"]
