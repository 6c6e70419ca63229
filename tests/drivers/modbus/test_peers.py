"""Our driver against pymodbus' server, and pymodbus' client against our simulator: nobody tests himself."""

import asyncio
from datetime import timedelta

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from drivers.modbus import Controller, ModbusLine
from firmware_profiles import load_profile
from gate.domain.signals import DeviceOnline, OutputOrder, OutputResult, OutputSensed, Sense
from simulators.modbus import SimulatedController, SimulatedLine
from tests.support.lines import running

MOXA, WAVESHARE = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")


def test_our_line_talks_to_the_pymodbus_server() -> None:
    async def main() -> None:
        bits = [SimData(0, count=64, values=False, datatype=DataType.BITS)]
        registers = [SimData(0, count=8, values=0, datatype=DataType.REGISTERS)]
        device = SimDevice(id=1, simdata=(bits, bits, registers, registers))
        server = ModbusTcpServer(device, address=("127.0.0.1", 0))
        await server.listen()
        listening = server.transport
        assert isinstance(listening, asyncio.Server)
        port = listening.sockets[0].getsockname()[1]
        line = ModbusLine(
            "net", f"tcp://127.0.0.1:{port}", [Controller(device="io", address=1, profile=MOXA)],
            timedelta(milliseconds=10),
        )  # fmt: skip
        async with running(line) as heard:
            await heard.wait(DeviceOnline)
            assert await line.order(OutputOrder(device="io", output=4, on=True)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io", output=4, level=Sense.ON))
            assert await line.order(OutputOrder(device="io", output=4, on=False)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io", output=4, level=Sense.OFF))
        await server.shutdown()  # type: ignore[no-untyped-call]

    asyncio.run(main())


def test_the_pymodbus_client_talks_to_our_simulator() -> None:
    async def main() -> None:
        board = SimulatedController(WAVESHARE, address=5)
        place = SimulatedLine([board])
        server = await place.serve_tcp()
        client = AsyncModbusTcpClient(
            "127.0.0.1", port=server.sockets[0].getsockname()[1], timeout=0.5, retries=0
        )
        assert await client.connect()
        board.set_input(2, True)
        assert (await client.read_discrete_inputs(0, count=8, device_id=5)).bits == [False, True] + [
            False
        ] * 6
        assert not (await client.write_coil(6, True, device_id=5)).isError()
        assert board.outputs[6]
        assert not (await client.write_coils(0, [True, False, True], device_id=5)).isError()
        assert (await client.read_coils(0, count=8, device_id=5)).bits == [
            True,
            False,
            True,
            *[False] * 3,
            True,
            False,
        ]
        assert not (await client.write_register(0x1001, 2, device_id=5)).isError()
        assert not (await client.write_registers(0x1002, [3, 1], device_id=5)).isError()
        assert (await client.read_holding_registers(0x1000, count=8, device_id=5)).registers == [
            0,
            2,
            3,
            1,
            0,
            0,
            0,
            0,
        ]
        refused = await client.read_coils(0, count=9, device_id=5)
        assert (refused.isError(), refused.exception_code) == (True, 2)
        unknown = await client.read_input_registers(0, count=1, device_id=5)
        assert (unknown.isError(), unknown.exception_code) == (True, 1)
        client.close()
        await place.close()

    asyncio.run(main())
