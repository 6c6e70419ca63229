"""Required settings of door controllers, and what follows where they are wrong: firmware_profiles."""

from __future__ import annotations

from collections.abc import Mapping

REQUIRED: Mapping[str, str] = {
    "alternative watchdog": "备用看门狗",
    "automatic reports": "主动上报",
    "control mode": "控制模式",
    "input mode": "输入模式",
    "mode of input 0": "输入 0 的模式",
    "power-on value of the outputs": "输出的上电值",
    "power-on value of the relays": "继电器的上电值",
    "remote input and output mode": "远程输入输出模式",
    "safe position": "安全位置",
    "safe value of the outputs": "输出的安全值",
    "safe value of the relays": "继电器的安全值",
    "safety behaviour (watchdog)": "安全动作（看门狗）",
    "safety time-out in s (watchdog)": "安全超时秒数（看门狗）",
    "state after power-on": "上电后的状态",
    "watchdog": "看门狗",
    "watchdog mode": "看门狗模式",
    "watchdog status": "看门狗状态",
    "watchdog time in tenths of a second": "看门狗时间（0.1 秒）",
    "what starts the safe state": "安全状态的触发条件",
    "a board that talks unasked disturbs every other on its line": "主动发送的板卡会干扰同一线路上的其他板卡",
    "a long time-out leaves a held door released for as long after the host is lost": (
        "超时过长，主机失联后保持开锁的门会继续敞开同样长的时间"
    ),
    "a relay that was on before a power cut would come back on: the door would stand released": (
        "断电前接通的继电器会在来电后再次接通，门将处于开锁状态"
    ),
    "a watchdog that does not run ends nothing": "看门狗未运行，不会结束开锁",
    "a watchdog that has run out keeps the relays off": "看门狗超时后继电器一直断开",
    "in any other mode a button switches its relay: it opens the door though the host says no": (
        "其他模式下按钮直接控制继电器，主机不允许时也会开门"
    ),
    "in any other mode an input switches relays: a button, or a cut wire, opens the door though the host says no": (
        "其他模式下输入直接控制继电器，主机不允许时，按钮或剪断的线路也会开门"
    ),
    "in any other mode input 0 switches all relays": "其他模式下输入 0 会控制所有继电器",
    "in linkage, toggle and edge mode an input switches its relay: a button opens the door though the host says no": (
        "联动、翻转和边沿模式下输入直接控制继电器，主机不允许时按钮也会开门"
    ),
    "in this mode the inputs of one board switch the outputs of another, past the host": (
        "此模式下一块板卡的输入会绕过主机控制另一块板卡的输出"
    ),
    "it ends a release when the host dies: a longer time leaves the door released for as long": (
        "它在主机失联时结束开锁，时间过长则门会敞开同样长的时间"
    ),
    "otherwise the relays stay dead after the watchdog has run out once": (
        "否则看门狗超时一次后继电器不再动作"
    ),
    "the factory setting changes nothing when the host is lost: a held door would stay released": (
        "出厂设置在主机失联时不动作，保持开锁的门会一直敞开"
    ),
    "with another one a lost host ends with outputs on": "否则主机失联后输出会保持接通",
    "with another one a lost host releases the lock instead of ending its release": (
        "否则主机失联会使门开锁，而不是结束开锁"
    ),
    "with another one a power cut ends with outputs on": "否则断电恢复后输出会接通",
    "with another one a power cut ends with released doors": "否则断电恢复后门会处于开锁状态",
    "with another one the watchdog releases the locks instead of ending their release": (
        "否则看门狗会使门开锁，而不是结束开锁"
    ),
    "with loss of bus power alone a host that dies leaves a held door released": (
        "仅在总线断电时触发，则主机失联后保持开锁的门会一直敞开"
    ),
    "without it a host that dies in the middle of a release leaves the door released": (
        "没有它，主机在开锁期间失联会使门一直敞开"
    ),
}
